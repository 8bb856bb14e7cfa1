package clone

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/ptr-project/ptr/internal/server"
)

// An Engine runs servers that keep all of their databases in one folder.
type Engine interface {
	// Check returns an error that wraps [ErrBusy], [ErrEmpty] or [ErrCorrupt] if
	// the folder at path is not the data directory of a server that was stopped
	// properly. It does not name path.
	Check(ctx context.Context, path string) error

	// Serve starts a server on d, and returns once it answers. On error nothing is
	// left of the server.
	Serve(ctx context.Context, d DataDir) (Server, error)
}

// A DataDir is a data directory for one server.
type DataDir struct {
	Path    string // where the server finds it
	Written string // where everybody finds what the server has written: Path, or the overlay's upper folder
	Log     string // file for the server's output

	Overlay *server.Overlay // that Path is the target of; nil if it is a folder like any other
}

// A Warming engine knows how to have a server get ready for connections to come.
type Warming interface {
	Warm(ctx context.Context, database Values) error
}

// An Instance is a server that runs.
type Instance interface {
	// Database is how the database of an alias is reached.
	Database(alias string) Values

	// Lost returns nil if the server answers, and otherwise why not.
	Lost(ctx context.Context) error

	// Kill ends the server, at once. To do it twice is not an error.
	Kill() error
}

// A Server is an instance of ptr's own.
type Server interface {
	Instance

	// Stop ends the server once all that was committed is in its files. On error it
	// may still be there, and Kill ends it.
	Stop(ctx context.Context) error
}

// A Directory strategy makes clones that are servers on copies of the template's
// data directory.
type Directory struct {
	name   string
	host   *server.Host
	engine Engine
	layout layout
	unfit  func(Template) error // nil is fit for all

	mu      sync.Mutex
	running map[string]Server // by the clone's folder; nil while it is being opened again
}

// Name is that of one of [Directories], or what it was made with.
func (d *Directory) Name() string { return d.name }

// Unfit is what was found when the strategy was made, or what is tried.
func (d *Directory) Unfit(t Template) error {
	if d.unfit == nil {
		return nil
	}
	return d.unfit(t)
}

// Reach is by address.
func (d *Directory) Reach() Reach { return ByAddress }

// Clone starts a server in a folder of its own below dir.
func (d *Directory) Clone(ctx context.Context, t Template, dir, name string) (Clone, error) {
	if err := ctx.Err(); err != nil {
		return Clone{}, err
	}
	if err := d.engine.Check(ctx, t.Path); err != nil {
		return Clone{}, fmt.Errorf("%s: %w", t.Path, err)
	}
	t.Place = dir
	if err := d.Unfit(t); err != nil {
		return Clone{}, err
	}
	folder := filepath.Join(dir, folderName(name))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return Clone{}, err
	}
	instance, err := d.start(ctx, t, folder)
	if err != nil {
		return Clone{}, errors.Join(roomless(err), removeFolder(folder))
	}
	return d.clone(t, name, folder, instance), nil
}

// clone is the one whose server runs in folder.
func (d *Directory) clone(t Template, name, folder string, s Server) Clone {
	d.mu.Lock()
	d.running[folder] = s
	d.mu.Unlock()
	c := Clone{Name: name, Strategy: d.name, Databases: map[string]Values{}, Path: folder}
	for _, alias := range t.Aliases {
		c.Databases[alias] = s.Database(alias)
	}
	return c
}

func (d *Directory) start(ctx context.Context, t Template, folder string) (Server, error) {
	data, err := d.layout.lay(ctx, t, folder)
	if err != nil {
		return nil, err
	}
	return d.serve(ctx, data, folder)
}

func (d *Directory) serve(ctx context.Context, data DataDir, folder string) (Server, error) {
	data.Log = filepath.Join(folder, "log")
	if err := d.host.Give(folder); err != nil {
		return nil, err
	}
	return d.engine.Serve(ctx, data)
}

// Warm has the server of c answer once, if that makes a difference.
func (d *Directory) Warm(ctx context.Context, c Clone) error {
	w, ok := d.engine.(Warming)
	if !ok {
		return nil
	}
	for _, database := range c.Databases {
		if err := roomless(w.Warm(ctx, database)); err != nil {
			return err
		}
	}
	return nil
}

// Lost asks the server of c.
func (d *Directory) Lost(ctx context.Context, c Clone) error {
	d.mu.Lock()
	instance := d.running[c.Path]
	d.mu.Unlock()
	if instance == nil {
		return nil
	}
	return instance.Lost(ctx)
}

// Drop ends the server, and removes what it has written.
func (d *Directory) Drop(_ context.Context, c Clone) error {
	d.mu.Lock()
	instance := d.running[c.Path]
	delete(d.running, c.Path)
	d.mu.Unlock()
	if instance == nil {
		return nil
	}
	return errors.Join(instance.Kill(), removeFolder(c.Path))
}

// roomless wraps [ErrSpace] if that is what err says.
func roomless(err error) error {
	if err == nil || errors.Is(err, ErrSpace) {
		return err
	}
	if Full(err) || server.SaysFull(err.Error()) {
		return fmt.Errorf("%w: %w", ErrSpace, err)
	}
	return err
}

// folderName is name as a folder's, and no other's.
func folderName(name string) string {
	const longest = 60 // characters
	var plain []byte
	for i := range len(name) {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '_':
			plain = append(plain, c)
		default:
			plain = fmt.Appendf(plain, "-%02x", c)
		}
	}
	if len(plain) > longest {
		return fmt.Sprintf("%s--%x", plain[:longest], sha256.Sum256([]byte(name)))
	}
	return string(plain)
}
