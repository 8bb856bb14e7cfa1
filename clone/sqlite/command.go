package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/process"
)

// runCommand lets a command make the database at path, which it finds in its
// environment.
func runCommand(ctx context.Context, path string, s clone.Source) error {
	if err := command(ctx, path, s); err != nil {
		return err
	}
	if err := settle(ctx, path); err != nil {
		return fmt.Errorf("%s succeeded, but: %w", strings.Join(s.Command, " "), err)
	}
	c, err := open(ctx, path, asSnapshot)
	if err != nil {
		return err
	}
	defer c.Close()
	tables, err := c.number(ctx, "SELECT count(*) FROM sqlite_schema")
	if err == nil && tables == 0 {
		return fmt.Errorf("%s succeeded, but: %s: %w: it has no tables", strings.Join(s.Command, " "), path, clone.ErrEmpty)
	}
	return blame(path, err)
}

// command runs one with all of its descendants, which end with it.
func command(ctx context.Context, path string, s clone.Source) error {
	const patient = time.Second // with a descendant that holds the output open
	var output tail
	c := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	c.Dir, c.Stdout, c.Stderr, c.WaitDelay = s.Dir, &output, &output, patient
	if s.Env != nil {
		c.Env = s.Env(values(path, "template"))
	}
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
		return fmt.Errorf("%s: %w%s", strings.Join(s.Command, " "), err, output.indented())
	}
	return killed
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
