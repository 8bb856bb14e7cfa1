package clone

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/ptr-project/ptr/internal/filecopy"
	"github.com/ptr-project/ptr/internal/server"
)

// Directories are the strategies that lay out a template's data directory for a
// server of each clone's own. The zero value has none.
type Directories struct {
	host                   *server.Host
	overlay, reflink, copy *Directory
}

// NewDirectories are those for servers that e runs.
func NewDirectories(h *server.Host, e Engine) Directories {
	d := Directories{
		host:    h,
		overlay: NewDirectory("overlay", h, e, layOverlay),
		reflink: NewDirectory("reflink", h, e, layReflinks),
		copy:    NewDirectory("copy", h, e, layCopy),
	}
	d.overlay.unfit, d.reflink.unfit = d.noOverlays, noReflinks
	return d
}

// NewDirectory is the strategy called name.
func NewDirectory(name string, h *server.Host, e Engine, lay Layer) *Directory {
	return &Directory{name: name, host: h, engine: e, lay: lay, running: map[string]Instance{}}
}

// For are the strategies, the best for t first, and why it is: an overlay takes as long
// whatever the size, and reflinks copy nothing. Whether there can be some is known
// once it is known where clones will be.
func (d Directories) For(t Template) (s []Strategy, why string) {
	err := d.host.Overlays()
	if err == nil {
		return []Strategy{d.overlay, d.reflink, d.copy}, "an overlay takes as long whatever the size"
	}
	why = fmt.Sprintf("there are no overlays (%v)", err)
	if t.Place != "" && noReflinks(t) == nil {
		return []Strategy{d.reflink, d.copy, d.overlay}, why + ", and reflinks copy nothing before it is written"
	}
	return []Strategy{d.copy, d.reflink, d.overlay}, why
}

// Made reports whether c is a clone by one of these.
func (d Directories) Made(c Clone) bool {
	return slices.Contains([]string{d.overlay.Name(), d.reflink.Name(), d.copy.Name()}, c.Strategy)
}

func (d Directories) noOverlays(Template) error {
	if err := d.host.Overlays(); err != nil && !errors.Is(err, server.ErrNoHost) {
		return &UnfitError{Strategy: "overlay", Lacks: "there are no overlays", Instead: "copy", Err: err}
	}
	return nil
}

// noReflinks tries one, if it is known from where to where.
func noReflinks(t Template) error {
	if t.Place == "" || t.Path == "" {
		return nil
	}
	err := filecopy.CanReflink(t.Place, t.Path)
	if errors.Is(err, filecopy.ErrNoReflinks) {
		return &UnfitError{
			Strategy: "reflink", Instead: "copy",
			Lacks: t.Place + " is not on one file system with the template, or on one that has no reflinks",
		}
	}
	return err
}

// layOverlay makes a view of the template whose changes go elsewhere.
func layOverlay(_ context.Context, t Template, folder string) (DataDir, error) {
	o := &server.Overlay{
		Lower: t.Path, Upper: filepath.Join(folder, "upper"),
		Work: filepath.Join(folder, "work"), Target: filepath.Join(folder, "data"),
	}
	for _, dir := range []string{o.Upper, o.Work, o.Target} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return DataDir{}, err
		}
	}
	return DataDir{Path: o.Target, Written: o.Upper, Overlay: o}, nil
}

// layReflinks shares all blocks with the template, until they are written.
func layReflinks(ctx context.Context, t Template, folder string) (DataDir, error) {
	path := filepath.Join(folder, "data")
	return DataDir{Path: path, Written: path}, filecopy.Reflinks(ctx, path, t.Path)
}

// layCopy copies: by reflinks where the file system has them.
func layCopy(ctx context.Context, t Template, folder string) (DataDir, error) {
	path := filepath.Join(folder, "data")
	return DataDir{Path: path, Written: path}, filecopy.Tree(ctx, path, t.Path)
}
