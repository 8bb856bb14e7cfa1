// Package backends is the list of the kinds of database that there are, and what this
// machine has for them: servers of ptr's own, where these have room, and which strategies
// were measured to be the fastest here.
package backends

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
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/server"
	"github.com/ptr-project/ptr/perturb"
)

// A Kind of database is one of a backend, on a server that others run or, without a
// URL, on none or one of ptr's own.
type Kind struct{ backend, server string }

// KindOf is that of a database that is configured.
func KindOf(d config.Database) Kind { return Kind{d.Backend, d.Server} }

// On are the kinds of database that there are, with those that databases have elsewhere.
// Servers are started by host, as databases need them, watched if it is to be told what
// tests change there, and perturbed.
func On(host *server.Host, databases []config.Database, watched bool, perturbed perturb.Choices) (map[Kind]clone.Backend, error) {
	all := map[Kind]clone.Backend{}
	for _, b := range own(host, databases, watched, perturbed) {
		all[Kind{backend: b.Name()}] = b
	}
	for _, d := range databases {
		if d.Server == "" || all[KindOf(d)] != nil {
			continue
		}
		b, err := at(host, d)
		if err != nil {
			return nil, console.Usage(fmt.Errorf("server of database %q: %w", d.Alias, err), misplaced(d))
		}
		all[KindOf(d)] = b
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
			return KindOf(d) == Kind{backend: backend} && slices.ContainsFunc(placeholders, d.Uses)
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

// Unhosted are the backends as far as they need no server.
func Unhosted() []clone.Backend { return own(&server.Host{}, nil, false, nil) }

// Names are those of all backends, sorted.
func Names() []string {
	var names []string
	for _, b := range Unhosted() {
		names = append(names, b.Name())
	}
	slices.Sort(names)
	return names
}

// Use calls work with the backend called name, and with what people have who
// configure nothing. The servers that are started end with work.
func Use(name string, storage clone.Storage, work func(b clone.Backend, stock []clone.Strategy) error) (err error) {
	if !slices.Contains(Names(), name) {
		return console.Usage(fmt.Errorf("unknown backend %q", name), "use one of "+strings.Join(Names(), ", "))
	}
	err = WithHost(storage, func(h *server.Host) error {
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
