package worker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/protocol"
)

// A Command says what process to start.
type Command struct {
	Path   string
	Args   []string // without the name
	Dir    string
	Env    []string // the whole environment
	Keeper Keeper   // may be nil
	Mute   bool     // it doesn't speak the protocol: there are no Control and Input
}

// A Child is a started process that leads a group of its own. What it writes to
// standard output and standard error comes out of Output, as under `go test`.
// The protocol is spoken over Control and Input, which are its descriptors 4 and
// 3, or the handles that its environment names on Windows.
type Child struct {
	Output  io.ReadCloser
	Control io.ReadCloser
	Input   Input

	pid    int
	keeper Keeper
	exited chan struct{}
	state  State // valid once exited is closed
	swept  error // likewise
}

// Input is what is written to, for a while at most.
type Input interface {
	io.WriteCloser
	SetWriteDeadline(time.Time) error
}

// Spawn starts a process and waits for it in the background. Whoever spawns a
// child has to read Output and Control until their ends, wait for Exited and
// then call Close.
func Spawn(c Command) (*Child, error) {
	var theirs files
	defer theirs.close()
	child := &Child{keeper: c.Keeper, exited: make(chan struct{})}
	out, err := theirs.read(&child.Output)
	if err != nil {
		return nil, err
	}
	var control, input *os.File
	if !c.Mute {
		control, err = theirs.read(&child.Control)
		if err == nil {
			input, err = theirs.write(&child.Input)
		}
		if err != nil {
			child.Close()
			return nil, err
		}
	}
	cmd, err := start(c, out, input, control)
	if err != nil {
		child.Close()
		return nil, err
	}
	return child, child.live(cmd.Process.Pid, func() State {
		_ = cmd.Wait() // the state tells
		return stateOf(cmd.ProcessState)
	})
}

// live waits for the process in the background, and has it known before it is
// given anything to do. On error it is gone.
func (c *Child) live(pid int, wait func() State) error {
	c.pid = pid
	go c.wait(wait)
	err := c.adopt()
	if err != nil {
		c.Kill()
		<-c.exited
		c.Close()
	}
	return err
}

func (c *Child) adopt() error {
	if c.keeper == nil {
		return nil
	}
	if err := c.keeper.Adopt(c.PID()); err != nil {
		return fmt.Errorf("registering process %d: %w", c.PID(), err)
	}
	return nil
}

// start retries while another thread of ours, forked in between, still has the
// binary open for writing, as the go command does.
func start(c Command, out, input, control *os.File) (*exec.Cmd, error) {
	for try := 0; ; try++ {
		cmd := exec.Command(c.Path, c.Args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = c.Dir, out, out
		process.Group(cmd)
		cmd.Env = c.Env
		if !c.Mute {
			setting, err := inherit(cmd, input, control)
			if err != nil {
				return nil, err
			}
			cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], protocol.Variable+"="+setting)
		}
		err := cmd.Start()
		if err == nil || try == 3 || !errors.Is(err, syscall.ETXTBSY) {
			return cmd, err
		}
		time.Sleep(100 * time.Millisecond << try)
	}
}

// wait waits for the leader, and with it ends its group: nobody else is to go on
// when the worker is gone.
func (c *Child) wait(leader func() State) {
	defer close(c.exited)
	c.state = leader()
	c.swept = process.KillGroup(c.pid)
	if c.keeper != nil {
		c.swept = errors.Join(c.swept, c.keeper.Release(c.pid))
	}
}

// PID is that of the process, and of its group.
func (c *Child) PID() int { return c.pid }

// Exited is closed once the process is reaped and its group killed.
func (c *Child) Exited() <-chan struct{} { return c.exited }

// State says how the process ended, once Exited is closed.
func (c *Child) State() State { return c.state }

// Swept is what went wrong as the group was ended, once Exited is closed.
func (c *Child) Swept() error { return c.swept }

// Kill ends the whole group at once.
func (c *Child) Kill() { _ = process.KillGroup(c.pid) }

// Quit asks the process to print the stacks of its goroutines and to end,
// where the system has a way to ask. The caller kills it if it doesn't.
func (c *Child) Quit() {
	select {
	case <-c.exited: // its pid may be another's
	default:
		if p, err := os.FindProcess(c.pid); err == nil {
			quit(p)
		}
	}
}

// Close closes our ends of the pipes. A descendant that left the group and holds
// theirs blocks nobody any more.
func (c *Child) Close() {
	if c.Output != nil {
		c.Output.Close()
	}
	if c.Control != nil {
		c.Control.Close()
	}
	if c.Input != nil {
		c.Input.Close()
	}
}

// files are the child's ends of pipes, which the parent closes.
type files []*os.File

// read makes a pipe for us to read from and returns their end.
func (all *files) read(ours *io.ReadCloser) (theirs *os.File, err error) {
	r, w, err := readPipe()
	if err != nil {
		return nil, fmt.Errorf("making a pipe: %w", err)
	}
	*ours, *all = r, append(*all, w)
	return w, nil
}

// write makes a pipe for us to write to and returns their end.
func (all *files) write(ours *Input) (theirs *os.File, err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making a pipe: %w", err)
	}
	*ours, *all = w, append(*all, r)
	return r, nil
}

func (all *files) close() {
	for _, f := range *all {
		f.Close()
	}
}
