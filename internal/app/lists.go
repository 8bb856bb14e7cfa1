package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/program"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/facts"
	"github.com/ptr-project/ptr/internal/server"
	"github.com/ptr-project/ptr/perturb"
)

// The frameworks, by the names that --framework takes.
const (
	FrameworkGo      = "go"
	FrameworkCommand = "command"
	FrameworkWorker  = program.Name
)

// A kind of database is one of a backend, on a server that others run or, without a
// URL, on none or one of ptr's own.
type kind struct{ backend, server string }

func kindOf(d config.Database) kind { return kind{d.Backend, d.Server} }

// backends are the kinds of database that there are, with those that are configured.
// Servers are started by host, as databases need them, watched if it is to be told what
// tests change there, and perturbed.
func backends(host *server.Host, databases []config.Database, watched bool, perturbed perturb.Choices) (map[kind]clone.Backend, error) {
	all := map[kind]clone.Backend{}
	for _, b := range own(host, databases, watched, perturbed) {
		all[kind{backend: b.Name()}] = b
	}
	for _, d := range databases {
		if d.Server == "" || all[kindOf(d)] != nil {
			continue
		}
		b, err := at(host, d)
		if err != nil {
			return nil, console.Usage(fmt.Errorf("server of database %q: %w", d.Alias, err), misplaced(d))
		}
		all[kindOf(d)] = b
	}
	return all, nil
}

// misplaced is a way out for who has a URL that is none of the backend's.
func misplaced(d config.Database) string {
	scheme, _, _ := strings.Cut(d.Server, "://")
	for backend, schemes := range map[string][]string{"postgres": {"postgres", "postgresql"}, "mysql": {"mysql", "mariadb"}} {
		if backend != d.Backend && slices.Contains(schemes, scheme) {
			return fmt.Sprintf("say backend = %q, of which this URL is", backend)
		}
	}
	return "without server, ptr starts one of its own"
}

// at is the backend on a server that others run.
func at(host *server.Host, d config.Database) (clone.Backend, error) {
	switch d.Backend {
	case "postgres":
		return postgres.At(postgres.Options{Host: host, Cache: config.UserCache()}, d.Server)
	case "mysql":
		return mysql.At(mysql.Options{Host: host, Cache: config.UserCache()}, d.Server)
	}
	return nil, fmt.Errorf("%s has no servers", d.Backend)
}

// own are the backends with servers of ptr's own.
func own(host *server.Host, databases []config.Database, watched bool, perturbed perturb.Choices) []clone.Backend {
	_, unordered := perturbed.Value(perturb.Unordered)
	_, elsewhere := perturbed.Value(perturb.Sequences)
	disk, _ := perturbed.Value(perturb.Disk)
	slow, _ := time.ParseDuration(disk) // 0 where it is not asked for
	uses := func(backend string, placeholders ...string) bool {
		return slices.ContainsFunc(databases, func(d config.Database) bool {
			return kindOf(d) == kind{backend: backend} && slices.ContainsFunc(placeholders, d.Uses)
		})
	}
	return []clone.Backend{
		sqlite.New(),
		postgres.New(postgres.Options{
			Host: host, Cache: config.UserCache(), TCP: uses("postgres", "host", "port"), Watched: watched,
			Unordered: unordered, Elsewhere: elsewhere, SlowCommits: slow,
		}),
		mysql.New(mysql.Options{
			Host: host, Cache: config.UserCache(), TCP: uses("mysql", "url", "host", "port"), Watched: watched,
			Unordered: unordered, Elsewhere: elsewhere, SlowCommits: slow,
		}),
	}
}

// unhosted are the backends as far as they need no server.
func unhosted() []clone.Backend { return own(&server.Host{}, nil, false, nil) }

// known are the names that settings may have.
func known() config.Known {
	k := config.Known{Frameworks: []string{FrameworkGo, FrameworkCommand, FrameworkWorker}, Backends: map[string][]string{}, CheckFact: facts.Check}
	for _, face := range python.Faces {
		k.Frameworks = append(k.Frameworks, string(face))
	}
	for _, b := range unhosted() {
		name := b.Name()
		if b.Shares() {
			k.Servers = append(k.Servers, name)
		}
		strategies, _ := b.Strategies(clone.Template{})
		for _, s := range strategies {
			k.Backends[name] = append(k.Backends[name], s.Name())
		}
		slices.Sort(k.Backends[name])
	}
	return k
}

// BackendNames are those of all backends, sorted.
func BackendNames() []string {
	var names []string
	for _, b := range unhosted() {
		names = append(names, b.Name())
	}
	slices.Sort(names)
	return names
}

// UseBackend calls work with the backend called name, and with what people have who
// configure nothing. The servers that are started end with work.
func UseBackend(name string, storage clone.Storage, work func(b clone.Backend, stock []clone.Strategy) error) (err error) {
	if !slices.Contains(BackendNames(), name) {
		return console.Usage(fmt.Errorf("unknown backend %q", name), "use one of "+strings.Join(BackendNames(), ", "))
	}
	err = withHost(storage, func(h *server.Host) error {
		var stock []clone.Strategy
		switch name {
		case "postgres":
			stock = postgres.Stock(postgres.Options{Host: h, Cache: config.UserCache()})
		case "mysql":
			stock = mysql.Stock(mysql.Options{Host: h, Cache: config.UserCache()})
		}
		all := own(h, nil, false, nil)
		i := slices.IndexFunc(all, func(b clone.Backend) bool { return b.Name() == name })
		return work(all[i], stock)
	})
	return uninstalled(err, name)
}
