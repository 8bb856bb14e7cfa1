package clone

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/internal/filecopy"
	"github.com/ptr-project/ptr/internal/server"
)

// A Filler has servers make templates, in memory where there is room, and keeps
// their data directories.
type Filler struct {
	Host  *server.Host
	Cache string // folder of this user for what serves all suites, absolute

	// Init makes a data directory in which nothing is yet but what the server needs.
	// It is kept in Cache.
	Init func(ctx context.Context, d DataDir) error

	// Make has a server on d make a database of each source, and stops it properly.
	Make func(ctx context.Context, d DataDir, sources []Source) error
}

// Fill makes a template for b at path.
func (f Filler) Fill(ctx context.Context, b Backend, path string, sources []Source) (err error) {
	empty, err := f.empty(ctx, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, empty.Release()) }()
	return f.work(ctx, path, func(d DataDir) error {
		if err := filecopy.Tree(ctx, d.Path, empty.Path); err != nil {
			return err
		}
		if err := f.Host.Give(filepath.Dir(d.Path)); err != nil {
			return err
		}
		return errors.Join(f.Make(ctx, d, sources), ctx.Err())
	})
}

// work has make make a data directory in a folder for the purpose, and copies it
// to path.
func (f Filler) work(ctx context.Context, path string, make func(DataDir) error) (err error) {
	folder, err := f.Host.Room()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := f.Host.Give(folder); err != nil {
		return err
	}
	data := filepath.Join(folder, "data")
	if err := make(DataDir{Path: data, Written: data, Log: filepath.Join(folder, "log")}); err != nil {
		return roomless(err)
	}
	return filecopy.Tree(ctx, path, data)
}

// empty is the template without any database of a suite's, which all suites start
// from.
func (f Filler) empty(ctx context.Context, b Backend) (Template, error) {
	store := Store{Dir: filepath.Join(f.Cache, "servers")}
	name := fmt.Sprintf("%s %s", b.Name(), b.Version())
	return store.Ensure(ctx, newborn{b, f}, Request{Sources: []Source{{Alias: name}}})
}

// A newborn is a backend whose templates are empty.
type newborn struct {
	Backend
	filler Filler
}

func (n newborn) Fill(ctx context.Context, path string, _ []Source) error {
	return n.filler.work(ctx, path, func(d DataDir) error { return n.filler.Init(ctx, d) })
}
