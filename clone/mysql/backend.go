// Package mysql clones databases of MariaDB and MySQL. A template is the data
// directory of a server that was stopped properly, a clone a server of its own on a
// copy of that.
package mysql

import (
	"context"
	"errors"
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
	// it they have but a socket, and a database has no URL.
	TCP bool

	// Watched lets servers write down what changes, so that it can be told and undone.
	Watched bool

	// Unordered keeps the servers of clones from their usual plans, and Elsewhere has
	// rows be numbered 5, 12, 19 and so on: for suites that are perturbed.
	Unordered, Elsewhere bool

	// SlowCommits keeps each commit in a clone waiting for so long, as a slow disk does: for
	// suites that are perturbed. 0 is not at all.
	SlowCommits time.Duration
}

// New is the backend "mysql", for MariaDB as well.
func New(o Options) clone.Backend {
	b := newBackend(o)
	e := engine{b}
	b.directories, b.others = clone.NewDirectories(o.Host, e), append([]clone.Strategy{newPlugin(b)}, b.databases()...)
	return b
}

func newBackend(o Options) *backend { return &backend{Options: o, find: product().Find()} }

type backend struct {
	Options
	find        func() (server.Installation, error)
	directories clone.Directories
	others      []clone.Strategy
	scripts     scripts // that databases are made by
}

func (*backend) Name() string { return "mysql" }

// Version is that of the server that is installed; "" if none is.
func (b *backend) Version() string {
	installed, _ := b.find()
	return installed.Version
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
	if !full(filepath.Join(path, "ibdata1")) || !full(filepath.Join(path, "mysql.ibd")) && !full(filepath.Join(path, "mysql", "db.frm")) {
		return clone.ErrCorrupt
	}
	return nil
}

// full reports whether there is something in a file.
func full(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Size() > 0
}
