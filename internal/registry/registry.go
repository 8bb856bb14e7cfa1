// Package registry tells the databases that ptr has made on a server that others
// run from all others there. Each is written into a table, in a database of ptr's
// own, before it is made; beside it is who has made it, who holds a lock on the
// server for as long as it lives. What nobody alive has is a leftover.
package registry

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// A Dialect is what servers say differently.
type Dialect struct {
	Numbered bool   // parameters are $1, $2, and not question marks
	Now      string // expression: seconds since 1970, a whole number

	Lock   string // statement that waits for the lock called by its parameter, of this session
	Try    string // query of whether the session has got that lock
	Unlock string // statement that gives it back

	Drop func(database string) string // statement that drops one if it is there, and ends its sessions
}

// A Registry is the table, as one owner uses it. Methods are safe for concurrent
// use, by many owners on many machines too.
type Registry struct {
	db      *sql.DB
	dialect Dialect
	owner   owner
	alive   *keeper
}

// schema has names of databases, which no server lets be longer. What is in the column
// template is a kind; what is in the column used is when a template was, or until when
// another database is kept.
const schema = `
CREATE TABLE IF NOT EXISTS ptr_databases (name varchar(64) NOT NULL PRIMARY KEY, template smallint NOT NULL, owner varchar(255) NOT NULL, used bigint);
CREATE TABLE IF NOT EXISTS ptr_users (name varchar(64) NOT NULL, owner varchar(255) NOT NULL)`

// The kinds of database.
const (
	kindClone    = 0 // ends with its owner
	kindTemplate = 1
	kindKept     = 2 // a clone that outlives its owner, until some time
)

// Open opens the registry in the database that db leads to, and makes it there if
// there is none. Close closes db, which it uses several connections of.
func Open(ctx context.Context, db *sql.DB, d Dialect) (*Registry, error) {
	r := &Registry{db: db, dialect: d}
	for statement := range strings.SplitSeq(schema, ";") {
		if err := r.create(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("ptr's list of databases: %w", err), db.Close())
		}
	}
	var err error
	if r.owner, err = self(rand.Text()[:8]); err == nil {
		r.alive, err = r.keep(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return r, nil
}

// create makes a table unless it is there. Two who do so at once may both find it
// missing, and one then finds it there.
func (r *Registry) create(ctx context.Context, statement string) error {
	_, err := r.db.ExecContext(ctx, statement)
	if err != nil {
		_, err = r.db.ExecContext(ctx, statement)
	}
	return err
}

// Close says that the owner is gone, and closes the connections.
func (r *Registry) Close() error {
	return errors.Join(r.alive.close(), r.db.Close())
}

// Token is in the names of what this owner makes: 8 lower-case letters and digits.
func (r *Registry) Token() string { return r.owner.token }

// Server is the database of the registry, to send statements to the server by.
func (r *Registry) Server() *sql.DB { return r.db }

// Enter says that a database is about to be made. A template can be used once it is
// Complete.
func (r *Registry) Enter(ctx context.Context, name string, template bool) error {
	kind := kindClone
	if template {
		kind = kindTemplate
	}
	return r.execute(ctx, "INSERT INTO ptr_databases (name, template, owner) VALUES (?, ?, ?)", name, kind, r.owner.String())
}

// Keep spares databases that are no templates from sweeps until a time of which
// seconds count, even if their owner is gone.
func (r *Registry) Keep(ctx context.Context, until time.Time, names ...string) error {
	for _, name := range names {
		if err := r.execute(ctx, "UPDATE ptr_databases SET template = ?, used = ? WHERE name = ?", kindKept, until.Unix(), name); err != nil {
			return err
		}
	}
	return nil
}

// Remove drops a database, if it is there, and its entry.
func (r *Registry) Remove(ctx context.Context, name string) error {
	if _, err := r.db.ExecContext(ctx, r.dialect.Drop(name)); err != nil {
		return fmt.Errorf("dropping database %s: %w", name, err)
	}
	return errors.Join(
		r.execute(ctx, "DELETE FROM ptr_users WHERE name = ?", name),
		r.execute(ctx, "DELETE FROM ptr_databases WHERE name = ?", name),
	)
}

// Complete says that templates are whole, and that this owner uses them.
func (r *Registry) Complete(ctx context.Context, names ...string) error {
	for _, name := range names {
		if err := r.touch(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// Use reports whether all these templates are there. If so nobody removes them for
// as long as this owner lives.
func (r *Registry) Use(ctx context.Context, names ...string) (all bool, err error) {
	err = r.exclusively(ctx, func() error {
		for _, name := range names {
			var n int
			query := r.query("SELECT count(*) FROM ptr_databases WHERE name = ? AND template = 1 AND used IS NOT NULL")
			if err := r.db.QueryRowContext(ctx, query, name).Scan(&n); err != nil || n == 0 {
				return err
			}
		}
		all = true
		return r.Complete(ctx, names...)
	})
	return all && err == nil, err
}

func (r *Registry) touch(ctx context.Context, name string) error {
	if err := r.execute(ctx, "INSERT INTO ptr_users (name, owner) VALUES (?, ?)", name, r.owner.String()); err != nil {
		return err
	}
	return r.execute(ctx, "UPDATE ptr_databases SET used = "+r.dialect.Now+" WHERE name = ?", name)
}

func (r *Registry) execute(ctx context.Context, statement string, args ...any) error {
	if _, err := r.db.ExecContext(ctx, r.query(statement), args...); err != nil {
		return fmt.Errorf("ptr's list of databases: %w", err)
	}
	return nil
}

// query numbers the parameters where the server wants that.
func (r *Registry) query(text string) string {
	if !r.dialect.Numbered {
		return text
	}
	parts := strings.Split(text, "?")
	for i := range parts[1:] {
		parts[i] += fmt.Sprint("$", i+1)
	}
	return strings.Join(parts, "")
}

// exclusively calls work while no other owner sweeps, or takes templates into use.
func (r *Registry) exclusively(ctx context.Context, work func() error) (err error) {
	const patience = time.Minute
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := r.db.Conn(waiting)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.ExecContext(waiting, r.dialect.Lock, sweeping); err != nil {
		return fmt.Errorf("waiting for another ptr that cleans up on the server: %w", err)
	}
	defer func() {
		_, e := c.ExecContext(context.WithoutCancel(ctx), r.dialect.Unlock, sweeping)
		err = errors.Join(err, e)
	}()
	return work()
}

// sweeping is the lock of who removes leftovers.
const sweeping = "ptr sweep"
