// Package postgres clones PostgreSQL databases. A template is the data directory of
// a server that was stopped properly, a clone a server of its own on a copy of that.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// Options say how servers are run.
type Options struct {
	Host  *server.Host
	Cache string // folder of this user for what serves all suites, absolute

	// TCP lets servers listen on the loopback interface too, with a password. Without
	// it they have but a socket.
	TCP bool

	// Watched lets servers tell what changes, so that it can be undone.
	Watched bool

	// Unordered keeps the servers of clones from their usual plans, and Elsewhere has
	// sequences go on from a thousand later: for suites that are perturbed.
	Unordered, Elsewhere bool

	// SlowCommits keeps each commit in a clone waiting for so long, as a slow disk does: for
	// suites that are perturbed. 0 is not at all, 100 ms the most.
	SlowCommits time.Duration
}

// New is the backend "postgres".
func New(o Options) clone.Backend {
	b := newBackend(o)
	e := engine{b}
	b.directories, b.others = clone.NewDirectories(o.Host, e), b.databases()
	return b
}

type backend struct {
	Options
	find        func() (server.Installation, error)
	directories clone.Directories
	others      []clone.Strategy
}

func newBackend(o Options) *backend { return &backend{Options: o, find: product().Find()} }

func (*backend) Name() string { return "postgres" }

// Version is that of the server that is installed; "" if none is. The templates of
// servers that are watched are others.
func (b *backend) Version() string {
	installed, _ := b.find()
	if b.Watched {
		return installed.Version + " watched"
	}
	return installed.Version
}

// major is the first number of the version, betas included; 0 if nothing is
// installed.
func (b *backend) major() (n int) {
	_, _ = fmt.Sscanf(b.Version(), "%d", &n)
	return n
}

// Shares is true: a server has many databases.
func (*backend) Shares() bool { return true }

func (b *backend) Strategies(t clone.Template) (s []clone.Strategy, why string) {
	s, why = b.directories.For(t)
	return append(s, b.others...), why
}

// Check looks for what a server leaves that was stopped properly.
func (b *backend) Check(_ context.Context, path string) error { return checkDirectory(path) }

// checkDirectory reports what can be seen from outside.
func checkDirectory(path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return clone.ErrEmpty
	}
	if _, err := os.Stat(filepath.Join(path, pidFile)); err == nil {
		return clone.ErrBusy
	}
	for _, file := range []string{"PG_VERSION", filepath.Join("global", "pg_control")} {
		if info, err := os.Stat(filepath.Join(path, file)); err != nil || info.Size() == 0 {
			return clone.ErrCorrupt
		}
	}
	return nil
}
