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
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/server"
	"github.com/ptr-project/ptr/run"
)

// A set is the databases that are cloned together: all of one kind that share a
// server, or a single one.
type set struct {
	databases []config.Database
	backend   clone.Backend
	template  clone.Template
	strategy  clone.Strategy
	why       string // this strategy
}

// name is what users know it by.
func (s set) name() string { return strings.Join(s.template.Aliases, "+") }

// sets divides the databases of a suite.
func sets(databases []config.Database, backends map[kind]clone.Backend) []set {
	var all []set
	for _, d := range databases {
		b := backends[kindOf(d)]
		i := slices.IndexFunc(all, func(s set) bool {
			return b.Shares() && s.backend == b && s.databases[0].Strategy == d.Strategy
		})
		if i < 0 {
			i = len(all)
			all = append(all, set{backend: b})
		}
		all[i].databases = append(all[i].databases, d)
	}
	return all
}

// prepare makes or finds the template of every set, side by side, and chooses how
// each is cloned.
func (s *Session) prepare(ctx context.Context) ([]set, error) {
	if err := s.furnish(ctx); err != nil {
		return nil, err
	}
	store := templates(s.Config)
	kinds, err := backends(s.host, s.Config.Databases, s.watches(), s.asked)
	if err != nil {
		return nil, err
	}
	all := sets(s.Config.Databases, kinds)
	work, working := errgroup.WithContext(ctx)
	work.SetLimit(4)
	for i := range all {
		work.Go(func() (err error) {
			a := &all[i]
			if err := s.feasible(*a); err != nil {
				return err
			}
			if a.template, err = s.ensure(working, store, i, *a); err != nil {
				return err
			}
			if a.strategy, a.why, err = choose(*a); err == nil && s.KeepDB {
				err = keeps(*a, a.strategy)
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
	s.crowded = slices.ContainsFunc(all, func(a set) bool {
		return a.backend.Shares() && !slices.Contains(serving, a.strategy.Name())
	})
	if s.ExplainSetup {
		if err := s.explain(aliasesOf(s.Config.Databases)); err != nil {
			return all, err
		}
	}
	return all, s.fit(ctx, all)
}

// serving are the strategies whose clones are servers.
var serving = []string{"overlay", "reflink", "copy"}

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
func (s *Session) feasible(a set) error {
	switch {
	case !a.backend.Shares():
		return nil
	case s.KeepDB:
		return keepable(a)
	}
	return nil
}

// ensure makes or finds the template of a, set number i. What its commands told of
// is kept with it.
func (s *Session) ensure(ctx context.Context, store clone.Store, i int, a set) (clone.Template, error) {
	request := clone.Request{Fresh: s.Fresh || s.ExplainSetup}
	for _, d := range a.databases {
		request.Sources = append(request.Sources, s.source(d))
	}
	if slices.ContainsFunc(a.databases, func(d config.Database) bool { return len(d.Command) > 0 }) {
		desk := s.board.open(fmt.Sprint(i))
		defer desk.close()
		for j := range request.Sources {
			environment := request.Sources[j].Env
			request.Sources[j].Env = func(values clone.Values) []string { return append(environment(values), desk.env()) }
		}
		request.Finish = desk.keep
	}
	t, err := store.Ensure(ctx, a.backend, request)
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
	return clone.Store{Dir: filepath.Join(c.Dir, StateFolder, "templates")}
}

// source is how d's template is to be made.
func (s *Session) source(d config.Database) clone.Source {
	environment := func(values clone.Values) []string {
		own, _ := config.ExpandAll(d.CommandEnv, placeholders(values, d.Alias, 0)) // config has checked the patterns
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

// unprepared says whether the user or the world kept the template of a from being
// made.
func unprepared(err error, a set) error {
	var source *clone.SourceError
	var access *clone.AccessError
	switch {
	case errors.Is(err, context.Canceled):
		return &console.Error{Status: console.Interrupted, Err: errors.New("interrupted while databases were prepared")}
	case errors.Is(err, clone.ErrSpace):
		return console.Failure(err, "free some; ptr clean --templates removes the templates that no run uses")
	case errors.Is(err, server.ErrNotInstalled) && !errors.As(err, &access):
		return console.Usage(err, installing(a.backend.Name()))
	case errors.As(err, &source):
		for _, d := range a.databases {
			if d.Alias == source.Source.Alias {
				return console.Usage(err, mend(err, d))
			}
		}
		return console.Usage(err, "")
	case errors.As(err, &access):
		return console.Usage(err, access.Hint)
	case errors.Is(err, server.ErrNobody):
		return console.Failure(err, ordinaryUser)
	case errors.Is(err, server.ErrNoPort):
		return console.Failure(err, portless)
	case errors.Is(err, server.ErrUnstarted):
		return console.Failure(err, "put another version of the server first on the PATH, or let server in ptr.toml lead to one that runs")
	}
	return console.Failure(err, "ptr keeps templates in "+StateFolder+", and needs to write there")
}

// installing says how to get a backend's server.
func installing(backend string) string {
	return map[string]string{
		"mysql":    "install the package mariadb-server or mysql-server (Debian, Fedora), mariadb or mysql (Homebrew)",
		"postgres": "install the package postgresql (Debian, Homebrew) or postgresql-server (Fedora)",
	}[backend]
}

// mend is a way out for who wrote d, whose source makes no template.
func mend(err error, d config.Database) string {
	variables := strings.Join(names(d.CommandEnv), ", ")
	switch {
	case errors.Is(err, clone.ErrBusy):
		return "let whoever has it open close it, and run ptr again"
	case errors.Is(err, clone.ErrOlderTool):
		return "install the version of the server that existing leads to, or a later one"
	case errors.Is(err, clone.ErrCollation):
		return "install a server of the kind that it is from, first on the PATH (MariaDB 11.8 has MySQL's collations, too), or name others in a dump, and the dump in sql"
	case d.From != "":
		return "let existing lead to a database that this user may read, or make one by sql or command"
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
