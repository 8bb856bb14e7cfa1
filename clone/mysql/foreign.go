package mysql

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/registry"
)

// At is the backend "mysql" on a server that others run, at a URL. An error does not
// name that, which may have a password.
func At(o Options, url string) (clone.Backend, error) {
	a, err := parse(url)
	if err != nil {
		return nil, err
	}
	return clone.At(o.Host, &site{newBackend(o), a}), nil
}

// A site is a server that others run.
type site struct {
	*backend // its programs
	at       address
}

func (s *site) Backend() string                     { return s.backend.Name() }
func (s *site) Label() string                       { return s.at.label() }
func (s *site) Explain(err error) error             { return s.at.explain(err) }
func (s *site) Values(database string) clone.Values { return s.at.values(database) }

// Name is in lower case, as some servers have all names.
func (s *site) Name(wanted string) string {
	return clone.DatabaseName(strings.ToLower(wanted), longestName)
}

func (s *site) Load(ctx context.Context, database string, from clone.Source) error {
	return s.load(ctx, s.at, database, from)
}

func (s *site) Create(ctx context.Context, database string) error {
	return s.execute(ctx, "CREATE DATABASE "+identifier(database))
}

func (s *site) execute(ctx context.Context, statement string) error {
	return s.at.explain(s.at.ask(func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, statement)
		return err
	}))
}

func (s *site) Ways() []clone.SiteWay {
	var all []clone.SiteWay
	for _, w := range ways() {
		all = append(all, clone.SiteWay{Name: w.name, LeavesOut: []clone.Feature{clone.Grants}, Copy: func(ctx context.Context, from, to string) error {
			if err := s.at.create(ctx, to, from); err != nil {
				return s.at.explain(err)
			}
			return w.make(ctx, s.backend, s.at, from, to)
		}})
	}
	return all
}

func (s *site) Open(ctx context.Context) (*registry.Registry, error) {
	if err := s.greet(ctx); err != nil {
		return nil, err
	}
	database := s.Name("ptr_registry_" + s.at.user)
	if err := s.execute(ctx, "CREATE DATABASE IF NOT EXISTS "+identifier(database)); err != nil {
		return nil, err
	}
	db, err := connect(s.at.dsn(database), nil)
	if err != nil {
		return nil, s.at.explain(err)
	}
	r, err := registry.Open(ctx, db, registry.Dialect{
		Now:    "UNIX_TIMESTAMP()",
		Lock:   "DO GET_LOCK(?, 1000000)", // seconds
		Try:    "SELECT COALESCE(GET_LOCK(?, 0), 0)",
		Unlock: "DO RELEASE_LOCK(?)",
		Drop:   func(name string) string { return "DROP DATABASE IF EXISTS " + identifier(name) },
	})
	return r, s.at.explain(err)
}

// greet has the server say something, or gives up.
func (s *site) greet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, clone.Patience)
	defer cancel()
	return s.at.explain(s.at.ask(func(db *sql.DB) error { return db.PingContext(ctx) }))
}

// Sessions are bounded by the server, and for the user.
func (s *site) Sessions(ctx context.Context) (free int, err error) {
	err = s.at.ask(func(db *sql.DB) error {
		var name string
		var most, mine, now, own int
		if err := db.QueryRowContext(ctx, "SHOW GLOBAL STATUS LIKE 'Threads_connected'").Scan(&name, &now); err != nil {
			return err
		}
		const query = `SELECT @@max_connections, @@max_user_connections, (SELECT count(*) FROM information_schema.processlist WHERE user = substring_index(user(), '@', 1))`
		if err := db.QueryRowContext(ctx, query).Scan(&most, &mine, &own); err != nil {
			return err
		}
		free = most - now
		if mine > 0 {
			free = min(free, mine-own)
		}
		return nil
	})
	return free + 1, s.at.explain(err) // the one that has asked is gone
}

// Numbers of errors, from MySQL's reference of error messages.
const (
	dbAccessDenied     = 1044
	accessDenied       = 1045
	tableAccessDenied  = 1142
	specificAccess     = 1227
	tooManyConnections = 1040
	tooManyOfUser      = 1203
	userLimitReached   = 1226
	unknownVariable    = 1193
	hostNotAllowed     = 1130
	mustEncrypt        = 3159
	passwordExpired    = 1862
	mustChangePassword = 1820
	accountLocked      = 3118
	accountLockedMaria = 4151
)

// explain says why the server does not do what it is there for, and what to do about
// it.
func (a address) explain(err error) error {
	if err == nil {
		return nil
	}
	e := &clone.AccessError{Server: a.label(), Err: err}
	var said *driver.MySQLError
	if !errors.As(err, &said) {
		e.Err, e.Hint = unsaid(err)
		return e
	}
	e.Err = errors.New(said.Message)
	switch said.Number {
	case accessDenied:
		e.Hint = a.stranger()
	case hostNotAllowed:
		e.Hint = "let its owner make the user for this machine, too, or for '%'"
	case mustEncrypt:
		e.Hint = encrypting
	case passwordExpired, mustChangePassword:
		e.Hint = "let its owner set another: ALTER USER … IDENTIFIED BY …"
	case accountLocked, accountLockedMaria:
		e.Hint = "let its owner unlock it: ALTER USER … ACCOUNT UNLOCK"
	case dbAccessDenied, tableAccessDenied, specificAccess:
		e.Hint = "let its owner say GRANT ALL ON `ptr\\_%`.* TO " + a.account(said.Message)
	case unknownVariable:
		e.Hint = "leave that parameter out of server in ptr.toml: what is none of the driver's is set as the session's"
	case tooManyConnections, tooManyOfUser, userLimitReached:
		e.Hint = "let others end their sessions, or use fewer --workers"
	}
	return e
}
