package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// A Process is a server that a host has started.
type Process struct {
	host *Host
	id   int
	log  string        // file
	born chan struct{} // closed once it runs
	gone chan struct{} // closed once it has ended, or could not be started
	err  error         // why; to be read once gone is closed
}

// end is called with the host locked.
func (p *Process) end(err error) {
	delete(p.host.servers, p.id)
	p.err = err
	close(p.gone)
}

// begun returns once the server runs, or why it could not be started. One that has run and
// ended since has begun: what it has said of that is in its log.
func (p *Process) begun(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return errors.Join(ctx.Err(), p.Kill())
	case <-p.born:
		return nil
	case <-p.gone:
	}
	select {
	case <-p.born:
		return nil
	default:
		return p.err
	}
}

// Gone is closed once the server has ended; [Process.Err] says why then.
func (p *Process) Gone() <-chan struct{} { return p.gone }

// Err is why the server has ended; nil if it succeeded, or runs.
func (p *Process) Err() error {
	select {
	case <-p.gone:
		return p.err
	default:
		return nil
	}
}

// A Signal asks a server to end.
type Signal string

// The signals. All but Kill are as on Unix.
const (
	Kill      Signal = "kill" // the server and all of its processes, at once
	Quit      Signal = "quit"
	Interrupt Signal = "interrupt"
	Terminate Signal = "terminate"
)

// signal sends s. That the server is gone is not an error.
func (p *Process) signal(s Signal) error {
	p.host.mu.Lock()
	defer p.host.mu.Unlock()
	select {
	case <-p.gone:
		return nil
	default:
	}
	if p.host.closed {
		return nil
	}
	return p.host.send(request{ID: p.id, Signal: s})
}

// Kill ends the server with all of its processes, and returns when they are gone.
// To kill one that is gone is not an error.
func (p *Process) Kill() error {
	if err := p.signal(Kill); err != nil {
		return err
	}
	<-p.gone
	return nil
}

// Stop sends s and waits until the server has ended. It returns why it has; nil if
// it succeeded.
func (p *Process) Stop(ctx context.Context, s Signal) error {
	if err := p.signal(s); err != nil {
		return err
	}
	select {
	case <-p.gone:
		return p.err
	case <-ctx.Done():
		return errors.Join(ctx.Err(), p.Kill())
	}
}

// Roomless adds to err, which may be nil, what the server has said of a full disk: who asks it
// for something then may hear no more than that the connection has ended.
func (p *Process) Roomless(err error) error {
	if err == nil || SaysFull(err.Error()) {
		return err
	}
	text, _ := os.ReadFile(p.log)
	said := full.FindString(string(text))
	if said == "" {
		return err
	}
	return fmt.Errorf("%w; it said:\n    %s", err, strings.TrimSpace(said))
}
