package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
)

// Launch is the main function of a launcher: it does what its owner asks on in,
// and answers on out. At the end of in it ends all servers, and returns. The mode
// is the argument that the host has added to its command.
func Launch(in io.Reader, out io.Writer, arg string) error {
	if arg == idle {
		return nil
	}
	l := &launcher{mode: modeOf(arg), out: json.NewEncoder(out), running: map[int]*exec.Cmd{}}
	defer l.killAll()
	requests := json.NewDecoder(in)
	for {
		var r request
		if err := requests.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		switch {
		case r.Probe != "":
			l.tell(probe(r.Probe))
		case r.Start != nil:
			l.start(r.ID, *r.Start)
		default:
			if err := l.signal(r.ID, r.Signal); err != nil {
				return err
			}
		}
	}
}

// A launcher holds servers.
type launcher struct {
	mode mode

	mu      sync.Mutex
	out     *json.Encoder
	running map[int]*exec.Cmd
}

func (l *launcher) tell(a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.out.Encode(a) // without an owner, the end of its requests is near
}

func (l *launcher) start(id int, s Spec) {
	view, err := show(s.Overlay)
	if err != nil {
		l.tell(answer{ID: id, Ended: true, Failure: err.Error()})
		return
	}
	c, err := l.begin(s)
	if err != nil {
		l.tell(answer{ID: id, Ended: true, Failure: errors.Join(err, view.end()).Error()})
		return
	}
	l.mu.Lock()
	l.running[id] = c
	l.mu.Unlock()
	l.tell(answer{ID: id})
	go func() {
		if view.copied() != nil { // the server would go on with half a file
			_ = l.mode.kill(c)
		}
	}()
	go func() {
		a := answer{ID: id, Ended: true}
		err := c.Wait()
		if uncopied := view.end(); uncopied != nil { // for which it was killed
			err = uncopied
		}
		if err != nil {
			a.Failure = err.Error()
		}
		l.mu.Lock()
		delete(l.running, id)
		l.mu.Unlock()
		l.tell(a)
	}()
}

// A view is what a server sees of an overlay.
type view struct {
	copied func() error // waits for what is copied ahead
	end    func() error
}

// show mounts o, unless it is nil.
func show(o *Overlay) (view, error) {
	if o == nil {
		nothing := func() error { return nil }
		return view{nothing, nothing}, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	v := view{copied: o.copyAhead(ctx)}
	stop := func() error {
		cancel()
		if err := v.copied(); !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	}
	if err := mount(*o); err != nil {
		return view{}, errors.Join(fmt.Errorf("overlay: %w", err), stop())
	}
	v.end = func() error { return errors.Join(stop(), unmountOverlay(o.Target)) }
	return v, nil
}

// begin starts what s says.
func (l *launcher) begin(s Spec) (*exec.Cmd, error) {
	log, err := os.OpenFile(s.Log, os.O_CREATE|os.O_TRUNC|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c := exec.Command(s.Args[0], s.Args[1:]...)
	c.Env, c.Dir, c.Stdout, c.Stderr = s.Env, s.Dir, log, log
	l.mode.server(c)
	return c, c.Start()
}

// signal does nothing if the server is gone, though nobody may have noticed that yet.
func (l *launcher) signal(id int, s Signal) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.running[id]
	if !ok {
		return nil
	}
	var err error
	if s == Kill {
		err = l.mode.kill(c)
	} else {
		err = send(c.Process, s)
	}
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

func (l *launcher) killAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.running {
		_ = l.mode.kill(c) // it is gone, then
	}
}
