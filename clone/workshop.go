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

// A Work is a database that is being prepared, step by step.
type Work interface {
	// Open starts a server with these settings, and makes an empty database there. It
	// returns how that is reached, and what is to be said first to each connection.
	Open(ctx context.Context, settings []Setting) (dsn string, first []string, err error)

	// Ready does what only clones need.
	Ready(ctx context.Context) error

	// Close stops the server properly.
	Close(ctx context.Context) error

	// Keep copies what has been made to where templates are kept: on disk.
	Keep(ctx context.Context) error

	// Remove ends the server if it runs, and removes everything.
	Remove() error
}

// A PreparingEngine runs the servers that databases are made on.
type PreparingEngine interface {
	Backend

	// Preparing are the settings that templates are prepared with.
	Preparing() ([]Setting, error)

	// Initialise makes a data directory in which nothing is yet.
	Initialise(ctx context.Context, d DataDir) error

	// Make starts a server on d with settings, and makes an empty database there.
	Make(ctx context.Context, d DataDir, settings []Setting) (Preparation, error)
}

// A Preparation is a server with a database that is being made.
type Preparation interface {
	DSN() string
	Ready(ctx context.Context) error
	Stop(ctx context.Context) error
	Kill() error
}

// A Workshop is where templates are prepared with settings that are chosen, by
// servers of its own.
type Workshop struct {
	engine PreparingEngine
	filler Filler
}

// NewWorkshop has servers run on a host. The cache is that of [Filler].
func NewWorkshop(h *server.Host, cache string, e PreparingEngine) *Workshop {
	return &Workshop{e, Filler{Host: h, Cache: cache, Init: e.Initialise}}
}

// Name is the backend's.
func (w *Workshop) Name() string { return w.engine.Name() }

// Version is the server's.
func (w *Workshop) Version() string { return w.engine.Version() }

// Settings are those that templates are prepared with.
func (w *Workshop) Settings() ([]Setting, error) { return w.engine.Preparing() }

// Lay makes an empty data directory, on disk or, if there is room, in memory: a copy
// of the one that is kept, or a new one.
func (w *Workshop) Lay(ctx context.Context, memory, anew bool) (_ Work, err error) {
	room := w.filler.Host.Disk
	if memory {
		room = w.filler.Host.Room
	}
	folder, err := room()
	if err != nil {
		return nil, err
	}
	d := &serverWork{engine: w.engine, host: w.filler.Host, folder: folder}
	d.data = DataDir{Path: filepath.Join(folder, "data"), Written: filepath.Join(folder, "data"), Log: filepath.Join(folder, "log")}
	defer func() {
		if err != nil {
			err = errors.Join(roomless(err), d.Remove())
		}
	}()
	if err := w.filler.Host.Give(folder); err != nil {
		return nil, err
	}
	if anew {
		return d, w.engine.Initialise(ctx, d.data)
	}
	empty, err := w.filler.empty(ctx, w.engine)
	if err != nil {
		return nil, err
	}
	err = filecopy.Tree(ctx, d.data.Path, empty.Path)
	return d, errors.Join(err, empty.Release(), w.filler.Host.Give(folder))
}

// A serverWork is the work of a server on a data directory in a folder.
type serverWork struct {
	engine PreparingEngine
	host   *server.Host
	folder string
	data   DataDir
	server Preparation // nil unless it runs
	kept   string      // folder; "" before
}

func (w *serverWork) Open(ctx context.Context, settings []Setting) (dsn string, first []string, err error) {
	made, err := w.engine.Make(ctx, w.data, settings)
	if err != nil {
		return "", nil, err
	}
	w.server = made
	return made.DSN(), nil, nil
}

func (w *serverWork) Ready(ctx context.Context) error { return w.server.Ready(ctx) }

func (w *serverWork) Close(ctx context.Context) error {
	err := w.server.Stop(ctx)
	w.server = nil
	return roomless(err)
}

func (w *serverWork) Keep(ctx context.Context) (err error) {
	if w.kept, err = w.host.Disk(); err != nil {
		return err
	}
	return filecopy.Tree(ctx, filepath.Join(w.kept, "data"), w.data.Path)
}

func (w *serverWork) Remove() error {
	var err error
	if w.server != nil {
		err = w.server.Kill()
	}
	if w.kept != "" {
		err = errors.Join(err, os.RemoveAll(w.kept))
	}
	if err := errors.Join(err, os.RemoveAll(w.folder)); err != nil {
		return fmt.Errorf("removing a database that was made: %w", err)
	}
	return nil
}
