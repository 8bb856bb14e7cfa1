package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
)

// prepare makes or finds the template of every alias, side by side, and chooses
// how each is cloned.
func (s *session) prepare(ctx context.Context) ([]alias, error) {
	store := templates(s.config)
	all := backends()
	aliases := make([]alias, len(s.config.Databases))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(4)
	for i, d := range s.config.Databases {
		work.Go(func() error {
			a := alias{Database: d, backend: all[d.Backend]}
			var err error
			if a.template, err = s.ensure(ctx, store, i, a); err != nil {
				return err
			}
			a.strategy, a.why, err = choose(a)
			aliases[i] = a
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return aliases, err
	}
	if _, err := store.Prune(templateRoom); err != nil {
		fmt.Fprintln(s.streams.Err, "ptr: warning: removing old templates:", err)
	}
	return aliases, nil
}

// ensure makes or finds the template of a, alias number i. What its command
// told of is kept with it.
func (s *session) ensure(ctx context.Context, store clone.Store, i int, a alias) (clone.Template, error) {
	request := s.request(a.Database)
	if len(a.Command) > 0 {
		desk := s.board.open(fmt.Sprint(i))
		defer desk.close()
		environment := request.Source.Env
		request.Source.Env = func(values map[string]string) []string { return append(environment(values), desk.env()) }
		request.Finish = desk.keep
	}
	t, err := store.Ensure(ctx, a.backend, request)
	if err != nil {
		return t, unprepared(err, a.Database)
	}
	return t, s.board.recall(filepath.Dir(t.Path))
}

// templateRoom is how many bytes the templates of a suite may take, those in
// use apart.
const templateRoom = 4 << 30

// templates are those that are kept of a suite.
func templates(c config.Config) clone.Store {
	return clone.Store{Dir: filepath.Join(c.Dir, stateFolder, "templates")}
}

// request is how d's template is to be made.
func (s *session) request(d config.Database) clone.Request {
	environment := func(values map[string]string) []string {
		own, _ := config.ExpandAll(d.CommandEnv, values) // config has checked the patterns
		return slices.Concat(s.env, s.config.Env, own)
	}
	return clone.Request{
		Alias: d.Alias, Fresh: s.Fresh, Inputs: d.Inputs, Variables: d.CommandEnv,
		Source: clone.Source{SQL: d.SQL, Command: d.Command, Existing: d.Existing, Dir: s.config.Dir, Env: environment},
	}
}

// unprepared says whether the user or the world kept d's template from being
// made.
func unprepared(err error, d config.Database) error {
	var source *clone.SourceError
	switch {
	case errors.Is(err, context.Canceled):
		return &Error{Interrupted, errors.New("interrupted while databases were prepared"), ""}
	case errors.As(err, &source):
		return Usage(err, mend(err, d))
	case errors.Is(err, clone.ErrSpace):
		return Failure(err, "free some; ptr clean --templates removes the templates that no run uses")
	}
	return Failure(err, "ptr keeps templates in "+stateFolder+", and needs to write there")
}

// mend is a way out for who wrote d, whose source makes no template.
func mend(err error, d config.Database) string {
	variables := strings.Join(names(d.CommandEnv), ", ")
	switch {
	case errors.Is(err, clone.ErrBusy):
		return "let whoever has it open close it, and run ptr again"
	case d.Existing != "":
		return "let existing name a SQLite database that is whole and not encrypted, or make one by sql or command"
	case len(d.Command) > 0 && errors.Is(err, clone.ErrEmpty):
		return "the command is to make its database where " + variables + " leads"
	case len(d.Command) > 0:
		return "it was run in the folder of ptr.toml, with " + variables + " leading to the new database"
	}
	return "mend it, or leave it out of sql in ptr.toml"
}

// names are those of the environment variables of patterns such as DSN={path}.
func names(patterns []string) []string {
	var names []string
	for _, pattern := range patterns {
		name, _, _ := strings.Cut(pattern, "=")
		names = append(names, name)
	}
	return names
}

// choose finds the strategy that is configured, or the one that suits best.
func choose(a alias) (clone.Strategy, string, error) {
	strategies, why := a.backend.Strategies(a.template)
	reachable := []string{"auto"}
	for _, strategy := range strategies {
		if strategy.Reach() != clone.ByAddress {
			continue
		}
		if a.Strategy == "auto" || a.Strategy == "" || strategy.Name() == a.Strategy {
			return strategy, why, nil
		}
		reachable = append(reachable, strategy.Name())
	}
	return nil, "", Usage(fmt.Errorf("database %q: strategy %q makes clones that only the process which loads them can reach", a.Alias, a.Strategy),
		"use one of "+strings.Join(reachable, ", "))
}
