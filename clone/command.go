package clone

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// Run runs the source's command, which finds the database that it is to fill by
// values. All of its descendants end with it. The error has the end of its output.
func (s Source) Run(ctx context.Context, v Values) error {
	c := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	c.Dir = s.Dir
	if s.Env != nil {
		c.Env = s.Env(v)
	}
	return runToEnd(ctx, c, brief(s.Command))
}

// brief is the beginning of a command.
func brief(command []string) string {
	const most = 60 // characters
	line, _, more := strings.Cut(strings.Join(command, " "), "\n")
	if all := []rune(line); len(all) > most {
		line, more = string(all[:most]), true
	}
	if more {
		line += " …"
	}
	return line
}

// RunToEnd runs c, which must be made with ctx, and ends all of its descendants
// with it. The error names the program, and has the end of its output, except for what
// goes elsewhere.
func RunToEnd(ctx context.Context, c *exec.Cmd) error {
	return runToEnd(ctx, c, filepath.Base(c.Path))
}

// runToEnd is RunToEnd of what an error calls name.
func runToEnd(ctx context.Context, c *exec.Cmd, name string) error {
	const patient = time.Second // with a descendant that holds the output open
	var output tail
	if c.Stdout == nil {
		c.Stdout = &output
	}
	c.Stderr, c.WaitDelay = &output, patient
	process.Group(c)
	c.Cancel = func() error { return process.KillGroup(c.Process.Pid) }
	if err := c.Start(); err != nil {
		return err
	}
	err := c.Wait()
	killed := process.KillGroup(c.Process.Pid)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return fmt.Errorf("%s: %w%s", name, err, output.indented())
	}
	return killed
}

// Pipe runs two commands, each made with ctx, the second of which reads what the
// first writes. Both end, with all of their descendants, before it returns.
func Pipe(ctx context.Context, first, second *exec.Cmd) error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	first.Stdout, second.Stdin = write, read
	errs := make(chan error)
	go func() { errs <- errors.Join(RunToEnd(ctx, first), write.Close()) }()
	err = errors.Join(RunToEnd(ctx, second), read.Close()) // a writer without a reader ends, too
	wrote := <-errs
	if err != nil && unread(wrote) {
		return err
	}
	return errors.Join(err, wrote)
}

// unread reports whether a command says no more than that nobody reads what it writes.
func unread(err error) bool {
	if err == nil {
		return false
	}
	for _, words := range []string{"roken pipe", "errno 32 ", "error 32 "} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return false
}

// A tail keeps the end of what is written to it.
type tail struct{ end []byte }

// Write never fails.
func (t *tail) Write(p []byte) (int, error) {
	const most = 4 << 10
	t.end = append(t.end, p...)
	if cut := len(t.end) - most; cut > 0 {
		t.end = append([]byte("…"), t.end[cut:]...)
	}
	return len(p), nil
}

// indented is the end of the output as lines below an error.
func (t *tail) indented() string {
	text := strings.TrimSpace(string(t.end))
	if text == "" {
		return ", without any output"
	}
	return "\n    " + strings.ReplaceAll(text, "\n", "\n    ")
}
