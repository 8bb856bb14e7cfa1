package clone

import (
	"errors"
	"fmt"
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
		overlay: newDirectory("overlay", h, e, overlaid()),
		reflink: NewDirectory("reflink", h, e, layReflinks),
		copy:    NewDirectory("copy", h, e, layCopy),
	}
	d.overlay.unfit, d.reflink.unfit = d.noOverlays, noReflinks
	return d
}

// NewDirectory is the strategy called name, whose clones are folders by themselves.
func NewDirectory(name string, h *server.Host, e Engine, lay Layer) *Directory {
	return newDirectory(name, h, e, copied(lay))
}

func newDirectory(name string, h *server.Host, e Engine, l layout) *Directory {
	return &Directory{name: name, host: h, engine: e, layout: l, running: map[string]Server{}}
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
