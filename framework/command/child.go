package command

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/worker"
)

// grace is how long it is waited for the end of the output of a line that has
// ended, in case that a process which has left its group holds it.
const grace = 200 * time.Millisecond

// keep is how many bytes of the beginning and of the end of gigantic output are
// kept.
const keep = 2 << 20

// A child is the process of one line, and leads a group of its own.
type child struct {
	cmd    *exec.Cmd
	keeper worker.Keeper
	output func() []byte // waits for the rest of it
	killed bool          // because its context ended; known once it is gone
}

// start starts line in dir, and tells the keeper before line does anything.
// At the end of ctx the whole group is killed.
func start(ctx context.Context, line, dir string, place worker.Place) (*child, error) {
	gate, open, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer gate.Close()
	defer open.Close()
	c := &child{cmd: gated(ctx, line, gate), keeper: place.Keeper}
	c.cmd.Dir, c.cmd.Env = dir, place.Env
	process.Group(c.cmd)
	c.cmd.Cancel = func() error {
		c.killed = true
		return process.KillGroup(c.cmd.Process.Pid)
	}
	if err := c.startInto(&worker.Excerpt{Limit: keep}); err != nil {
		return nil, err
	}
	if err := c.adopt(); err != nil {
		open.Close()
		_, _, waitErr := c.wait()
		return nil, errors.Join(err, waitErr)
	}
	io.WriteString(open, "go\n") // if the child is gone already, wait will tell
	return c, nil
}

// startInto starts c and keeps what it prints.
func (c *child) startInto(kept *worker.Excerpt) error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer write.Close()
	c.cmd.Stdout, c.cmd.Stderr = write, write
	if err := c.cmd.Start(); err != nil {
		read.Close()
		return err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(kept, read)
	}()
	c.output = func() []byte {
		read.SetReadDeadline(time.Now().Add(grace))
		<-done
		read.Close()
		return kept.Bytes()
	}
	return nil
}

func (c *child) adopt() error {
	if c.keeper == nil {
		return nil
	}
	return c.keeper.Adopt(c.cmd.Process.Pid)
}

// wait returns when c and its whole group are gone. That c did not return 0 is
// no error.
func (c *child) wait() (*os.ProcessState, []byte, error) {
	err := c.cmd.Wait()
	if c.cmd.ProcessState != nil && (c.killed || errors.As(err, new(*exec.ExitError))) {
		err = nil
	}
	err = errors.Join(err, process.KillGroup(c.cmd.Process.Pid))
	if c.keeper != nil {
		err = errors.Join(err, c.keeper.Release(c.cmd.Process.Pid))
	}
	return c.cmd.ProcessState, c.output(), err
}
