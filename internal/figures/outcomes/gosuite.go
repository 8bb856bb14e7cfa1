package outcomes

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// A GoSuite is packages of a Go module, whose own way is `go test -json`.
type GoSuite struct {
	Dir      string
	Packages []string
	Runner   string   // the path of a ptr command
	Flags    []string // more of its flags
}

var _ Suite = GoSuite{}

// Own implements [Suite].
func (GoSuite) Own() string { return "go test" }

// Record implements [Suite]: what it writes are the events of `go test -json`.
func (s GoSuite) Record(ctx context.Context, file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	c := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-count=1"}, s.Packages...)...)
	c.Dir = s.Dir
	var stderr bytes.Buffer
	c.Stdout, c.Stderr = out, &stderr
	var exit *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("go test: %w\n%s", err, stderr.Bytes())
	}
	return out.Close()
}

// Ptr implements [Suite].
func (s GoSuite) Ptr(ctx context.Context, file string) error {
	return runPtr(ctx, s.Runner, append([]string{"-C", s.Dir, "--report", "test2json:" + file}, s.Flags...), s.Packages)
}

// ReadPtr implements [Suite].
func (s GoSuite) ReadPtr(r io.Reader) (Outcomes, error) { return s.Read(r) }

// Read implements [Suite]: it reads the events of `go test -json`, whoever wrote
// them. Lines that are not JSON, such as a compiler's, are passed over.
func (GoSuite) Read(r io.Reader) (Outcomes, error) {
	outcomes := Outcomes{}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		outcomes.addEvent(line)
		if err == io.EOF {
			return outcomes, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (o Outcomes) addEvent(line []byte) {
	var e struct{ Action, Package, Test string }
	if json.Unmarshal(line, &e) != nil || e.Package == "" {
		return
	}
	name := e.Package
	if e.Test != "" {
		name += "." + nameOf(e.Test)
	}
	switch e.Action {
	case "run":
		o[name] = Result{Outcome: "unfinished"}
	case "pass", "fail", "skip":
		o[name] = Result{Outcome: e.Action}
	}
}
