package app

import (
	"context"
	"errors"
	"os"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/scratch"
)

// lendEmpty makes an empty database on a private server of a backend, for a suite that
// asks its server while its tests are being found. That is before any template is made.
// end removes it.
func (s *Session) lendEmpty(ctx context.Context, backend string) (values map[string]string, end func() error, err error) {
	return s.empty(ctx, backend, "asked-"+backend)
}

// empty is lendEmpty, with files in a folder of that name.
func (s *Session) empty(ctx context.Context, backend, folder string) (values map[string]string, end func() error, err error) {
	d := config.Database{Alias: "empty", Backend: backend, Strategy: "auto"}
	kinds, err := backends.On(s.host, []config.Database{d}, false, nil)
	if err != nil {
		return nil, nil, err
	}
	a := housing.Set{Databases: []config.Database{d}, Backend: kinds[backends.KindOf(d)]}
	if a.Template, err = s.ensure(ctx, templates(s.Config), 0, a); err != nil {
		return nil, nil, err
	}
	release := func(err error) error { return errors.Join(err, a.Template.Release()) }
	if a, err = a.Chosen(); err != nil {
		return nil, nil, release(err)
	}
	dir, err := s.Area.Folder(scratch.Memory, folder)
	if err != nil {
		return nil, nil, release(err)
	}
	c, err := a.Strategy.Clone(ctx, a.Template, dir, d.Alias)
	if err != nil {
		return nil, nil, release(err)
	}
	end = func() error { // and another may be lent
		return release(errors.Join(a.Strategy.Drop(context.WithoutCancel(ctx), c), os.Remove(dir)))
	}
	return c.Databases[d.Alias], end, nil
}
