package clone

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// slowestStop is how long a server has to write down what it knows.
const slowestStop = 30 * time.Second

// Keep stops the server of c. One that does not stop, or has ended, leaves files that
// a server can begin with all the same.
func (d *Directory) Keep(ctx context.Context, c Clone) error {
	d.mu.Lock()
	s := d.running[c.Path]
	d.mu.Unlock()
	if s == nil {
		return fmt.Errorf("%s has no server", c.Path)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), slowestStop)
	defer cancel()
	if s.Stop(ctx) != nil {
		if err := s.Kill(); err != nil {
			return err
		}
	}
	d.mu.Lock()
	delete(d.running, c.Path)
	d.mu.Unlock()
	return d.layout.fold(c.Path)
}

// Leans is true of overlays.
func (d *Directory) Leans() bool { return d.layout.leans }

// Reopen starts a server on what Keep has left.
func (d *Directory) Reopen(ctx context.Context, t Template, path string) (_ Clone, err error) {
	if err := d.reserve(path); err != nil {
		return Clone{}, err
	}
	defer func() {
		if err != nil {
			d.mu.Lock()
			defer d.mu.Unlock()
			delete(d.running, path)
		}
	}()
	if _, err := os.Stat(path); err != nil {
		return Clone{}, err
	}
	if d.layout.leans {
		if err := d.engine.Check(ctx, t.Path); err != nil {
			return Clone{}, fmt.Errorf("%s: %w", t.Path, err)
		}
	}
	data, err := d.layout.again(t.Path, path)
	if err != nil {
		return Clone{}, err
	}
	s, err := d.serve(ctx, data, path)
	if err != nil {
		return Clone{}, roomless(err)
	}
	return d.clone(t, filepath.Base(path), path, s), nil
}

// reserve sees that nobody else here opens the folder at path.
func (d *Directory) reserve(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, open := d.running[path]; open {
		return fmt.Errorf("%s is open already", path)
	}
	d.running[path] = nil
	return nil
}
