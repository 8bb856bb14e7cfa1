package clone

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/internal/filecopy"
	"github.com/ptr-project/ptr/internal/server"
)

// A Layer makes an empty folder a data directory like the template's.
type Layer func(ctx context.Context, t Template, folder string) (DataDir, error)

// A layout is how the folder of a clone becomes a data directory.
type layout struct {
	lay   Layer
	again func(template, folder string) (DataDir, error) // of a folder that a server has used
	fold  func(folder string) error                      // removes what again makes

	leans bool // on the template
}

// overlaid is a view of the template whose changes go elsewhere.
func overlaid() layout { return layout{layOverlay, againOverlay, foldOverlay, true} }

// copied is a folder by itself.
func copied(lay Layer) layout {
	return layout{lay, againCopy, func(string) error { return nil }, false}
}

// overlayIn is that of a clone's folder.
func overlayIn(template, folder string) *server.Overlay {
	return &server.Overlay{
		Lower: template, Upper: filepath.Join(folder, "upper"),
		Work: filepath.Join(folder, "work"), Target: filepath.Join(folder, "data"),
	}
}

func layOverlay(_ context.Context, t Template, folder string) (DataDir, error) {
	if err := os.Mkdir(overlayIn(t.Path, folder).Upper, 0o700); err != nil {
		return DataDir{}, err
	}
	return mountable(t.Path, folder)
}

// mountable makes what an overlay needs beside its upper folder.
func mountable(template, folder string) (DataDir, error) {
	o := overlayIn(template, folder)
	for _, dir := range []string{o.Work, o.Target} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return DataDir{}, err
		}
	}
	return DataDir{Path: o.Target, Written: o.Upper, Overlay: o}, nil
}

// againOverlay begins by what a process may have left that was killed.
func againOverlay(template, folder string) (DataDir, error) {
	if err := foldOverlay(folder); err != nil {
		return DataDir{}, err
	}
	return mountable(template, folder)
}

func foldOverlay(folder string) error {
	o := overlayIn("", folder)
	unlock(folder)
	return errors.Join(os.RemoveAll(o.Work), os.RemoveAll(o.Target))
}

// layCopy copies: by reflinks where the file system has them.
func layCopy(ctx context.Context, t Template, folder string) (DataDir, error) {
	d, err := againCopy(t.Path, folder)
	if err != nil {
		return d, err
	}
	return d, filecopy.Tree(ctx, d.Path, t.Path)
}

// layReflinks shares all blocks with the template, until they are written.
func layReflinks(ctx context.Context, t Template, folder string) (DataDir, error) {
	d, err := againCopy(t.Path, folder)
	if err != nil {
		return d, err
	}
	return d, filecopy.Reflinks(ctx, d.Path, t.Path)
}

func againCopy(_, folder string) (DataDir, error) {
	path := filepath.Join(folder, "data")
	return DataDir{Path: path, Written: path}, nil
}

// removeFolder removes that of a clone.
func removeFolder(path string) error {
	unlock(path)
	return os.RemoveAll(path)
}

// unlock opens what overlays leave in the folder of a clone that only root can open.
func unlock(folder string) {
	_ = os.Chmod(filepath.Join(folder, "work", "work"), 0o700) // it is there only if there was an overlay
}
