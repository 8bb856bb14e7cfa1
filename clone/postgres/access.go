package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// parse reads the URL of a server. What it lacks, the variables and files say that
// all clients of PostgreSQL know.
func parse(text string) (address, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return address{}, errors.New("it is not a URL like postgres://user:password@host:5432/postgres")
	}
	c, err := pgconn.ParseConfig(text)
	if err != nil {
		return address{}, errors.New("it is not a URL of PostgreSQL's: " + reason(err))
	}
	a := address{host: c.Host, port: int(c.Port), user: c.User, password: c.Password, general: c.Database, settings: map[string]string{}}
	if a.general == "" {
		a.general = "postgres"
	}
	if network, _ := pgconn.NetworkAddress(c.Host, c.Port); network == "unix" {
		a.socket, a.host = c.Host, ""
	}
	for name, value := range u.Query() {
		if !slices.Contains([]string{"host", "port", "user", "password", "dbname"}, name) {
			a.settings[name] = value[0]
		}
	}
	return a, nil
}

// reason is what an error of the driver's says, without the URL.
func reason(err error) string {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err.Error()
}

// Codes of errors, from appendix A of PostgreSQL's manual.
const (
	mayNot      = "42501"
	duplicate   = "42P04"
	notUnique   = "23505"
	objectInUse = "55006"
)

// ask calls work with a connection to the general database.
func (a address) ask(ctx context.Context, work func(*pgx.Conn) error) error {
	c, err := pgx.Connect(ctx, a.dsn(a.general))
	if err != nil {
		return err
	}
	return errors.Join(work(c), c.Close(ctx))
}

// explain says why the server does not do what it is there for, and what to do about
// it.
func (a address) explain(err error) error {
	e := &clone.AccessError{Server: a.label(), Err: err}
	var said *pgconn.PgError
	var dial *net.OpError
	var lookup *net.DNSError
	var connect *pgconn.ConnectError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		e.Err, e.Hint = fmt.Errorf("it has not answered within %s", clone.Patience), otherwise
	case errors.As(err, &said):
		e.Err, e.Hint = errors.New(said.Message), a.hints()[said.Code]
	case errors.As(err, &dial):
		e.Err, e.Hint = dial.Err, clone.Unreachable
	case errors.As(err, &lookup):
		e.Err, e.Hint = fmt.Errorf("lookup %s: %s", lookup.Name, lookup.Err), clone.Unreachable
	case errors.As(err, &connect):
		e.Err, e.Hint = unconnected(each(connect.Unwrap()))
	case errors.Is(err, server.ErrNotInstalled):
		e.Hint = "install the package postgresql-client (Debian), postgresql (Fedora) or libpq (Homebrew), or use --strategy wal_log"
	case errors.Is(err, clone.ErrOlderTool):
		e.Hint = "install the version of the server that server leads to, or a later one, or use --strategy wal_log"
	}
	return e
}

// otherwise is the way out where something else than PostgreSQL listens.
const otherwise = `mend server in ptr.toml; if it is MariaDB or MySQL, say backend = "mysql" and server = "mysql://…"`

// unconnected is why a server cannot be asked, by the driver's text, which is all that
// there is of it, and a way out.
func unconnected(text string) (cause error, hint string) {
	switch {
	case strings.Contains(text, "received unexpected message"), strings.Contains(text, "unknown message type"):
		return errors.New("what answers there does not speak as PostgreSQL does"), otherwise
	case strings.Contains(text, "server refused TLS connection"):
		return errors.New("it does not encrypt connections, as its URL wants"), "say sslmode=disable in its URL, or have the server offer TLS"
	}
	return errors.New(text), clone.Unreachable
}

// each is what errors say that were joined, in one line and each once: of several
// addresses of a server, which are left out, or with and without encryption.
func each(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		if _, what, ok := strings.Cut(line, "): "); ok { // behind "address (name)"
			line = what
		}
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(slices.Compact(lines), "; ")
}

// hints are the ways out, by codes of errors.
func (a address) hints() map[string]string {
	return map[string]string{
		"28P01": clone.WrongUser, "28000": clone.WrongUser,
		"3D000": "let server in ptr.toml name a database that is there, such as postgres: ptr connects to it to make others",
		mayNot:  "let its owner say ALTER ROLE " + identifier(a.user) + " CREATEDB",
		"57P03": "run ptr again once it has started",
		"53300": "let others end their sessions, or use fewer --workers",
	}
}
