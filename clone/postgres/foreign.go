package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/registry"
)

// At is the backend "postgres" on a server that others run, at a URL. An error does
// not name that, which may have a password.
func At(o Options, url string) (clone.Backend, error) {
	a, err := parse(url)
	if err != nil {
		return nil, err
	}
	return clone.At(o.Host, &site{newBackend(o), a, 0}), nil
}

// A site is a server that others run.
type site struct {
	*backend // its programs
	at       address
	major    int // version of the server; 0 until it is open
}

func (s *site) Backend() string                     { return s.backend.Name() }
func (s *site) Label() string                       { return s.at.label() }
func (s *site) Name(wanted string) string           { return clone.DatabaseName(wanted, longestName) }
func (s *site) Explain(err error) error             { return s.at.explain(err) }
func (s *site) Values(database string) clone.Values { return s.at.values(database) }
func (s *site) Load(ctx context.Context, database string, from clone.Source) error {
	return s.load(ctx, s.at, database, from)
}

func (s *site) Create(ctx context.Context, database string) error {
	return s.at.explain(s.at.execute(ctx, s.at.general, "CREATE DATABASE "+identifier(database)))
}

// Ways begin with the one that writes pages to the log: the other has the whole
// server write everything to the disk, before and after.
func (s *site) Ways() []clone.SiteWay {
	var all []clone.SiteWay
	for _, w := range ways() {
		all = append(all, clone.SiteWay{Name: w.name, LeavesOut: w.leavesOut, Copy: func(ctx context.Context, from, to string) error {
			return s.busy(ctx, from, w.make(ctx, copying{s.backend, s.at, s.major, from, to}))
		}})
	}
	all[0], all[1] = all[1], all[0]
	return all
}

// Open also looks whether the role may make databases.
func (s *site) Open(ctx context.Context) (*registry.Registry, error) {
	database := s.Name("ptr_registry_" + s.at.user)
	if err := s.greet(ctx); err != nil {
		return nil, err
	}
	err := s.at.ask(ctx, func(c *pgx.Conn) error {
		var version int
		if err := c.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
			return err
		}
		s.major = version / 10_000
		return found(ctx, c, database)
	})
	if err != nil {
		return nil, s.at.explain(err)
	}
	c, err := pgx.ParseConfig(s.at.dsn(database))
	if err != nil {
		return nil, errors.New(reason(err))
	}
	r, err := registry.Open(ctx, stdlib.OpenDB(*c), dialect())
	return r, s.at.explain(err)
}

// greet has the server say something, or gives up.
func (s *site) greet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, clone.Patience)
	defer cancel()
	return s.at.explain(s.at.ask(ctx, func(*pgx.Conn) error { return nil }))
}

// dialect is PostgreSQL's. The first key of its locks is "ptr".
func dialect() registry.Dialect {
	return registry.Dialect{
		Numbered: true,
		Now:      "CAST(extract(epoch FROM now()) AS bigint)",
		Lock:     "SELECT pg_advisory_lock(7369842, hashtext($1))",
		Try:      "SELECT pg_try_advisory_lock(7369842, hashtext($1))",
		Unlock:   "SELECT pg_advisory_unlock(7369842, hashtext($1))",
		Drop:     func(name string) string { return "DROP DATABASE IF EXISTS " + identifier(name) + " WITH (FORCE)" },
	}
}

// found makes the database of the registry unless it is there.
func found(ctx context.Context, c *pgx.Conn, database string) error {
	var there, may bool
	const query = `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1), rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user`
	if err := c.QueryRow(ctx, query, database).Scan(&there, &may); err != nil {
		return err
	}
	if !may {
		return &pgconn.PgError{Code: mayNot, Message: "the role may not make databases"}
	}
	if there {
		return nil
	}
	_, err := c.Exec(ctx, "CREATE DATABASE "+identifier(database)+" TEMPLATE template0")
	if said := (*pgconn.PgError)(nil); errors.As(err, &said) && (said.Code == duplicate || said.Code == notUnique) {
		return nil // another ptr was faster
	}
	return err
}

// Sessions are bounded by the server, and for the role.
func (s *site) Sessions(ctx context.Context) (free int, err error) {
	const query = `SELECT least(
		current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int - (SELECT count(*) FROM pg_stat_activity WHERE backend_type IN ('client backend', 'walsender')),
		(SELECT CASE WHEN rolconnlimit < 0 OR rolsuper THEN 1000000 ELSE rolconnlimit - (SELECT count(*) FROM pg_stat_activity a WHERE a.usename = rolname) END FROM pg_roles WHERE rolname = current_user))`
	err = s.at.ask(ctx, func(c *pgx.Conn) error { return c.QueryRow(ctx, query).Scan(&free) })
	return free + 1, s.at.explain(err) // the one that has asked is gone
}

// busy says who has a template open, if that is why it cannot be copied.
func (s *site) busy(ctx context.Context, template string, err error) error {
	var said *pgconn.PgError
	if !errors.As(err, &said) || said.Code != objectInUse {
		return s.at.explain(err)
	}
	const query = `SELECT COALESCE(string_agg(concat(usename, ' (', NULLIF(application_name, '') || ', ', 'pid ', pid, ')'), ', '), 'somebody') FROM pg_stat_activity WHERE datname = $1`
	var who string
	if e := s.at.ask(ctx, func(c *pgx.Conn) error { return c.QueryRow(ctx, query, template).Scan(&who) }); e != nil {
		return errors.Join(err, e)
	}
	return &clone.AccessError{
		Server: s.at.label(), Err: fmt.Errorf("database %s: %w, by %s", template, clone.ErrBusy, who),
		Hint: "let them end their sessions, or use --strategy dump, which they don't disturb",
	}
}
