package cloning

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ptr-project/ptr/clone"
)

// A dialect is how the databases of a backend are filled, read and written.
type dialect interface {
	// driver opens them.
	driver() string

	// contents reads all that a database has.
	contents(ctx context.Context, db *sql.DB) (contents, error)

	// touching are a first query, and statements each of which reads and updates a
	// row of another table, the largest among them. Without any, there is nothing
	// to touch.
	touching(ctx context.Context, db *sql.DB) (first string, touch []string, err error)

	// scribble are statements that make a database differ from what it was.
	scribble() []string
}

// dialectOf is that of a backend.
func dialectOf(b clone.Backend) (dialect, error) {
	d, ok := map[string]dialect{"sqlite": sqlite{}, "postgres": postgres{}, "mysql": mysql{}}[b.Name()]
	if !ok {
		return nil, fmt.Errorf("databases of %s cannot be compared", b.Name())
	}
	return d, nil
}

// on calls work with the database at dsn.
func on(d dialect, dsn string, work func(*sql.DB) error) error {
	db, err := sql.Open(d.driver(), dsn)
	if err != nil {
		return err
	}
	return errors.Join(work(db), db.Close())
}

// touched is how many tables are read and written in each clone.
const touched = 5

// ErrUntouchable says that there is nothing to read and write in clones.
var ErrUntouchable = errors.New("the template has no table with rows that could be updated")

// column is the first one of a query's rows.
func column(ctx context.Context, db *sql.DB, query string, args ...any) (values []string, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}
