package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/run"
)

// prepare makes or finds the template of every set, side by side, and chooses how
// each is cloned.
func (s *Session) prepare(ctx context.Context) ([]housing.Set, error) {
	if err := s.furnish(ctx); err != nil {
		return nil, err
	}
	store := templates(s.Config)
	kinds, err := backends.On(s.host, s.Config.Databases, s.watches(), s.asked)
	if err != nil {
		return nil, err
	}
	all := housing.Divide(s.Config.Databases, kinds)
	work, working := errgroup.WithContext(ctx)
	work.SetLimit(4)
	for i := range all {
		work.Go(func() (err error) {
			a := &all[i]
			if err := s.feasible(*a); err != nil {
				return err
			}
			if a.Template, err = s.ensure(working, store, i, *a); err != nil {
				return err
			}
			if *a, err = a.Chosen(); err == nil && s.KeepDB {
				err = a.Keeps()
			}
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return all, err
	}
	if _, err := store.Prune(templateRoom); err != nil {
		fmt.Fprintln(s.Streams.Err, "ptr: warning: removing old templates:", err)
	}
	s.crowded = slices.ContainsFunc(all, housing.Set.Crowds)
	if s.ExplainSetup {
		if err := s.explain(aliasesOf(s.Config.Databases)); err != nil {
			return all, err
		}
	}
	return all, s.fit(ctx, all)
}

func aliasesOf(databases []config.Database) []string {
	var aliases []string
	for _, d := range databases {
		aliases = append(aliases, d.Alias)
	}
	return aliases
}

// watches reports whether it is to be told what tests change.
func (s *Session) watches() bool { return s.Config.Isolation != string(run.None) }

// feasible refuses what cannot be done with servers yet.
func (s *Session) feasible(a housing.Set) error {
	switch {
	case !a.Backend.Shares():
		return nil
	case s.KeepDB:
		return a.Keepable()
	}
	return nil
}

// ensure makes or finds the template of a, set number i. What its commands told of
// is kept with it.
func (s *Session) ensure(ctx context.Context, store clone.Store, i int, a housing.Set) (clone.Template, error) {
	request := clone.Request{Fresh: s.Fresh || s.ExplainSetup}
	for _, d := range a.Databases {
		request.Sources = append(request.Sources, s.source(d))
	}
	if slices.ContainsFunc(a.Databases, func(d config.Database) bool { return len(d.Command) > 0 }) {
		desk := s.board.open(fmt.Sprint(i))
		defer desk.close()
		for j := range request.Sources {
			environment := request.Sources[j].Env
			request.Sources[j].Env = func(values clone.Values) []string { return append(environment(values), desk.env()) }
		}
		request.Finish = desk.keep
	}
	t, err := store.Ensure(ctx, a.Backend, request)
	if err != nil {
		return t, unprepared(err, a)
	}
	return t, s.board.recall(filepath.Dir(t.Path))
}

// templateRoom is how many bytes the templates of a suite may take, those in
// use apart.
const templateRoom = 4 << 30

// templates are those that are kept of a suite.
func templates(c config.Config) clone.Store {
	return clone.Store{Dir: filepath.Join(c.Dir, invocation.StateFolder, "templates")}
}

// source is how d's template is to be made.
func (s *Session) source(d config.Database) clone.Source {
	environment := func(values clone.Values) []string {
		own, _ := config.ExpandAll(d.CommandEnv, housing.Placeholders(values, d.Alias, 0)) // config has checked the patterns
		return slices.Concat(s.env, s.Config.Env, own, d.Told)
	}
	variables := d.CommandEnv
	if d.Stamp != "" {
		variables = slices.Concat(variables, []string{d.Stamp})
	}
	return clone.Source{
		Alias: d.Alias, SQL: d.SQL, Command: d.Command, Existing: d.Existing, From: d.From, Dir: s.Config.Dir, Env: environment,
		Inputs: d.Inputs, Variables: variables,
	}
}
