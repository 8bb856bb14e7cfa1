// Package figures has the experiments behind the figures that ptr states of
// itself. Each runs the real commands on real input.
package figures

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
)

// Outcomes are what became of every test and package of a run: "pass", "fail"
// or "skip" by "package" or "package.test/subtest".
type Outcomes map[string]string

// A Difference is a test with another outcome in each of two runs; "" means
// that it wasn't seen.
type Difference struct{ Name, Go, Ptr string }

// ReadOutcomes reads the events of `go test -json`, whoever wrote them. Tests
// that began and never ended are "unfinished". Lines that are not JSON, such as
// a compiler's, are passed over.
func ReadOutcomes(r io.Reader) (Outcomes, error) {
	outcomes := Outcomes{}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		outcomes.add(line)
		if err == io.EOF {
			return outcomes, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// address is what differs from run to run in names of subtests that are made
// from pointers.
var address = regexp.MustCompile(`0x[0-9a-f]{6,}`)

func (o Outcomes) add(line []byte) {
	var e struct{ Action, Package, Test string }
	if json.Unmarshal(line, &e) != nil || e.Package == "" {
		return
	}
	name := e.Package
	if e.Test != "" {
		name += "." + address.ReplaceAllString(e.Test, "0x…")
	}
	switch e.Action {
	case "run":
		o[name] = "unfinished"
	case "pass", "fail", "skip":
		o[name] = e.Action
	}
}

// Compare returns the differences, sorted by name.
func Compare(goTest, ptr Outcomes) []Difference {
	var differences []Difference
	all := maps.Clone(goTest)
	maps.Copy(all, ptr)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if goTest[name] != ptr[name] {
			differences = append(differences, Difference{name, goTest[name], ptr[name]})
		}
	}
	return differences
}

// GoTest runs `go test -json` in dir and returns its outcomes.
func GoTest(ctx context.Context, dir string, args ...string) (Outcomes, error) {
	c := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-count=1"}, args...)...)
	c.Dir = dir
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("go test: %w\n%s", err, stderr.Bytes())
	}
	return ReadOutcomes(bytes.NewReader(out))
}

// Ptr runs the ptr command in dir and returns its outcomes.
func Ptr(ctx context.Context, ptr, dir string, args ...string) (Outcomes, error) {
	temp, err := os.MkdirTemp("", "ptr-outcomes-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	report := filepath.Join(temp, "events.json")
	c := exec.CommandContext(ctx, ptr, append([]string{"run", "-C", dir, "--report", "test2json:" + report}, args...)...)
	out, err := c.CombinedOutput()
	if code := c.ProcessState.ExitCode(); err != nil && code != 1 {
		return nil, fmt.Errorf("ptr run: %w\n%s", err, out)
	}
	f, err := os.Open(report)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadOutcomes(f)
}
