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
	case errors.As(err, &said):
		e.Err, e.Hint = errors.New(said.Message), a.hints()[said.Code]
	case errors.As(err, &dial):
		e.Err, e.Hint = dial.Err, clone.Unreachable
	case errors.As(err, &lookup):
		e.Err, e.Hint = fmt.Errorf("lookup %s: %s", lookup.Name, lookup.Err), clone.Unreachable
	case errors.As(err, &connect):
		e.Err, e.Hint = errors.New(each(connect.Unwrap())), clone.Unreachable
	}
	return e
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
		"53300": "let others end their sessions, or use fewer --workers",
	}
}
