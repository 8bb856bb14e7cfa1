package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
	"github.com/ptr-project/ptr/internal/standing"
)

// A reopened server was kept, and is held by this process now.
type reopened struct {
	use    scratch.Use
	clones []keptAgain
}

// A keptAgain is one of its clones, to be kept again.
type keptAgain struct {
	keeper clone.Keeper
	clone  clone.Clone
}

// close keeps the clones again.
func (r *reopened) close() error {
	var errs []error
	for _, k := range r.clones {
		errs = append(errs, k.keeper.Keep(context.Background(), k.clone))
	}
	return errors.Join(append(errs, r.use.Close())...)
}

// again checks that o says no more than which server is to be opened again.
func (o HoldOptions) again() error {
	if o.Backend+o.Name+o.Config+o.Framework != "" {
		return console.Usage(errors.New("--kept: the server has its name and its databases"), "leave out --name, --backend, --config and --framework")
	}
	return nil
}

// holdKept opens the server again that is kept under a name.
func (s *Session) holdKept(ctx context.Context, name string, h *standing.Server) error {
	k, err := standing.FindKept(name)
	if err != nil {
		return err
	}
	s.reopened.use, err = scratch.UseKept(k.Path)
	switch {
	case errors.Is(err, scratch.ErrInUse):
		return console.Usage(fmt.Errorf("%s was started already", name), "ptr server dsn "+name+" says where it is")
	case errors.Is(err, fs.ErrNotExist):
		return console.Usage(fmt.Errorf("%s has just been removed", name), "")
	case err != nil:
		return err
	}
	s.Config.Databases = k.Databases()
	kinds, err := backends.On(s.host, s.Config.Databases, false, nil)
	if err != nil {
		return err
	}
	h.Name, h.Kept = k.Name, k.Until
	for i, set := range k.Sets {
		if err := s.reopen(ctx, kinds[backends.KindOf(config.Database{Backend: set.Backend})], set, k.Folder(i), h); err != nil {
			return unopened(err, k, set)
		}
	}
	return nil
}

// reopen starts the server of one set, which is in folder.
func (s *Session) reopen(ctx context.Context, b clone.Backend, of standing.KeptSet, folder string, h *standing.Server) error {
	a := housing.Set{Backend: b, Template: clone.Template{Backend: of.Backend, Path: of.Template}}
	for _, d := range of.Databases {
		a.Databases = append(a.Databases, config.Database{Alias: d.Alias, Strategy: of.Strategy, Env: d.Env})
		a.Template.Aliases = append(a.Template.Aliases, d.Alias)
	}
	a, err := a.Chosen()
	if err != nil {
		return err
	}
	keeper, ok := a.Strategy.(clone.Keeper)
	if !ok {
		return fmt.Errorf("strategy %s keeps nothing", of.Strategy)
	}
	c, err := keeper.Reopen(ctx, a.Template, folder)
	if err != nil {
		return err
	}
	s.reopened.clones = append(s.reopened.clones, keptAgain{keeper, c})
	return hold(h, a, c)
}

// unopened says why what was kept cannot be opened, and what to do about it.
func unopened(err error, k standing.Kept, of standing.KeptSet) error {
	err = fmt.Errorf("starting %s, which was kept of %s %s: %w", k.Name, of.Backend, of.Version, err)
	switch {
	case errors.Is(err, server.ErrNotInstalled):
		return console.Usage(err, backends.Installing(of.Backend))
	case errors.Is(err, clone.ErrEmpty):
		return console.Failure(err, "its template is gone, without which it is of no use: ptr clean --kept removes it")
	}
	return console.Failure(err, "")
}
