package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// A connection is one to one database, of our own.
type connection struct {
	*sql.Conn
	db *sql.DB
}

// Of a snapshot that nobody writes: without locks, and where nothing can be
// written. Of other databases: reading, writing, or making a new one.
const (
	asSnapshot = "?mode=ro&immutable=1"
	toRead     = "?mode=ro"
	toWrite    = "?mode=rw"
	toCreate   = "?mode=rwc"
)

// open opens the database at path.
func open(ctx context.Context, path, mode string) (connection, error) {
	c, err := openDSN(ctx, uri(path)+mode)
	return c, blame(path, err)
}

func openDSN(ctx context.Context, dsn string) (connection, error) {
	if err := available(); err != nil {
		return connection{}, err
	}
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return connection{}, err
	}
	c, err := db.Conn(ctx)
	if err != nil {
		return connection{}, errors.Join(err, db.Close())
	}
	return connection{c, db}, nil
}

// Close may be called on a connection that was never opened.
func (c connection) Close() error {
	if c.db == nil {
		return nil
	}
	return errors.Join(c.Conn.Close(), c.db.Close())
}

// exec runs statements that return nothing.
func (c connection) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := c.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// number is the only value of what query returns.
func (c connection) number(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = c.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// quoteName quotes a name of a table, a column or the like.
func quoteName(name string) string { return `"` + doubled(name, '"') + `"` }

// quoteText makes text a literal. It has no NUL.
func quoteText(text string) string { return "'" + doubled(text, '\'') + "'" }

func doubled(s string, quote byte) string {
	var d []byte
	for i := range len(s) {
		if s[i] == quote {
			d = append(d, quote)
		}
		d = append(d, s[i])
	}
	return string(d)
}
