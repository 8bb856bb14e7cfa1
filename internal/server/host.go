// Package server starts, supervises and ends servers that belong to one process:
// with Linux's user namespaces as an ordinary user, out of sight of other processes
// and, where asked, on an overlay of their own. It has not one word of SQL.
//
// A launcher, a small process between the two, holds the servers. When its owner is
// gone, however that came about, it goes too, and takes them along: where there are
// namespaces it is the first process of one, with which the kernel ends all others.
package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
)

// ErrNoHost is the error of a zero [Host].
var ErrNoHost = errors.New("nothing here can start servers")

// Options are what a host needs.
type Options struct {
	Launcher []string // the command that runs [Launch]
	Env      []string // of the launcher and of servers
	Plain    bool     // do without namespaces

	// Folder makes an empty private folder of that name, which is unique, whose path
	// is short enough for sockets.
	Folder func(name string) (string, error)

	// Room makes an empty private folder of that name, which is unique, for what
	// takes much room.
	Room func(name string) (string, error)

	// Disk makes one that is on disk for sure.
	Disk func(name string) (string, error)

	// Open lets other users reach what is in such folders, if they know its name.
	Open func() error

	// Adopt is told of each process that must not outlive this one.
	Adopt func(pid int) error
}

// A Host starts servers. Its methods are safe for concurrent use. The zero Host
// starts none.
type Host struct {
	options Options

	mu       sync.Mutex
	mode     mode
	overlays error     // why there are none
	launcher *exec.Cmd // nil until it is needed
	in       io.WriteCloser
	servers  map[int]*Process // those that run
	started  int
	folders  int
	last     []func() error // what Close does first
	closed   bool
}

// New is a host that starts its launcher when it starts its first server.
func New(o Options) *Host { return &Host{options: o, servers: map[int]*Process{}} }

// Start starts a server. The context bounds the start alone.
func (h *Host) Start(ctx context.Context, s Spec) (*Process, error) {
	p, err := h.request(s)
	if err != nil {
		return nil, err
	}
	if err := p.begun(ctx); err != nil {
		return nil, fmt.Errorf("starting %s: %w", s.Args[0], err)
	}
	return p, nil
}

func (h *Host) request(s Spec) (*Process, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.launch(); err != nil {
		return nil, err
	}
	s.Env = append(append([]string{}, h.options.Env...), s.Env...)
	h.started++
	p := &Process{host: h, id: h.started, log: s.Log, born: make(chan struct{}), gone: make(chan struct{})}
	h.servers[p.id] = p
	return p, h.send(request{ID: p.id, Start: &s})
}

func (h *Host) send(r request) error {
	if err := json.NewEncoder(h.in).Encode(r); err != nil {
		return fmt.Errorf("the launcher of servers is gone: %w", err)
	}
	return nil
}

// listen passes on what the launcher says, until it ends.
func (h *Host) listen(answers *json.Decoder) {
	for {
		var a answer
		if answers.Decode(&a) != nil {
			break
		}
		h.hear(a)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.servers {
		p.end(errors.New("the launcher of servers has ended"))
	}
}

func (h *Host) hear(a answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, ok := h.servers[a.ID]
	if !ok {
		return
	}
	if !a.Ended {
		close(p.born)
		return
	}
	p.end(a.failure())
}

// AtClose has Close call f, while servers still run.
func (h *Host) AtClose(f func() error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = append(h.last, f)
}

// Close ends all servers, and the launcher.
func (h *Host) Close() (err error) {
	h.mu.Lock()
	last := h.last
	h.mu.Unlock()
	for _, f := range last {
		err = errors.Join(err, f())
	}
	h.mu.Lock()
	h.closed = true
	c := h.launcher
	if c != nil {
		h.in.Close()
	}
	h.mu.Unlock()
	if c != nil {
		_ = c.Wait() // whatever it says: it is gone
	}
	return err
}
