package clone

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ptr-project/ptr/internal/filecopy"
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
	Serve(ctx context.Context, d DataDir) (Instance, error)
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

// A Directory strategy makes clones that are servers on copies of the template's
// data directory.
type Directory struct {
	name   string
	host   *server.Host
	engine Engine
	lay    func(ctx context.Context, template, folder string) (DataDir, error)

	mu      sync.Mutex
	running map[string]Instance // by the clone's folder
}

// Overlay makes servers work on overlays of the template's directory, which take
// as long whatever its size.
func Overlay(h *server.Host, e Engine) *Directory {
	return &Directory{name: "overlay", host: h, engine: e, lay: layOverlay, running: map[string]Instance{}}
}

// Copy makes servers work on copies of the template's directory: reflinks where
// the file system has them.
func Copy(h *server.Host, e Engine) *Directory {
	return &Directory{name: "copy", host: h, engine: e, lay: layCopy, running: map[string]Instance{}}
}

// Name is "overlay" or "copy".
func (d *Directory) Name() string { return d.name }

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
	folder := filepath.Join(dir, folderName(name))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return Clone{}, err
	}
	instance, err := d.start(ctx, t.Path, folder)
	if err != nil {
		return Clone{}, errors.Join(roomless(err), removeFolder(folder))
	}
	d.mu.Lock()
	d.running[folder] = instance
	d.mu.Unlock()
	c := Clone{Name: name, Strategy: d.name, Databases: map[string]Values{}, Path: folder}
	for _, alias := range t.Aliases {
		c.Databases[alias] = instance.Database(alias)
	}
	return c, nil
}

func (d *Directory) start(ctx context.Context, template, folder string) (Instance, error) {
	data, err := d.lay(ctx, template, folder)
	if err != nil {
		return nil, err
	}
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
		if err := w.Warm(ctx, database); err != nil {
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

// removeFolder removes that of a clone. Overlays leave a folder that only root can
// open.
func removeFolder(path string) error {
	_ = os.Chmod(filepath.Join(path, "work", "work"), 0o700) // it is there only if there was an overlay
	return os.RemoveAll(path)
}

func layOverlay(_ context.Context, template, folder string) (DataDir, error) {
	o := &server.Overlay{
		Lower: template, Upper: filepath.Join(folder, "upper"),
		Work: filepath.Join(folder, "work"), Target: filepath.Join(folder, "data"),
	}
	for _, dir := range []string{o.Upper, o.Work, o.Target} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return DataDir{}, err
		}
	}
	return DataDir{Path: o.Target, Written: o.Upper, Overlay: o}, nil
}

func layCopy(ctx context.Context, template, folder string) (DataDir, error) {
	path := filepath.Join(folder, "data")
	return DataDir{Path: path, Written: path}, filecopy.Tree(ctx, path, template)
}

// roomless wraps [ErrSpace] if that is what err says.
func roomless(err error) error {
	if err == nil || errors.Is(err, ErrSpace) {
		return err
	}
	const said = "No space left on device" // by a server
	if Full(err) || strings.Contains(err.Error(), said) {
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
