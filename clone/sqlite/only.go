package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// original is the schema in which the template is attached, in memory.
const original = "ptr_template"

// RestoreOnly implements [clone.Selective] for tables. All are put back in one
// transaction, without foreign keys and triggers. A table that is defined in another way
// is made anew, with its indexes and triggers.
func (w *watcher) RestoreOnly(ctx context.Context, which []suite.Thing) (err error) {
	var tables []string
	for _, t := range which {
		name, ok := strings.CutPrefix(t.Name, "table ")
		if !ok {
			return fmt.Errorf("%s: %w", t.Name, clone.ErrIrreversible)
		}
		tables = append(tables, name)
	}
	if err := w.connect(ctx); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("the file was removed: %w", clone.ErrIrreversible)
		}
		return err
	}
	if err := w.attach(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.exec(ctx, "DETACH "+original)) }()
	if err := w.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return blame(w.path, err)
	}
	for _, name := range tables {
		if err := w.putBack(ctx, name); err != nil {
			_ = w.exec(ctx, "ROLLBACK") // it may have rolled back by itself
			return fmt.Errorf("table %s: %w: %w", name, clone.ErrIrreversible, err)
		}
	}
	return errors.Join(w.exec(ctx, "COMMIT"), w.settle(ctx))
}

func (w *watcher) attach(ctx context.Context) error {
	image, err := snapshotImage(w.template)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, "ATTACH ':memory:' AS "+original); err != nil {
		return blame(w.path, err)
	}
	return deserialize(w.Conn, original, image)
}

// settle has the next look see nothing of what was put back.
func (w *watcher) settle(ctx context.Context) (err error) {
	if w.before, err = image(ctx, w.connection); err != nil {
		return blame(w.path, err)
	}
	w.version, err = w.ask()
	return blame(w.path, err)
}

// putBack makes one table what it was.
func (w *watcher) putBack(ctx context.Context, name string) error {
	was, err := w.definitions(ctx, original, name)
	if err != nil {
		return err
	}
	is, err := w.definitions(ctx, "main", name)
	if err != nil {
		return err
	}
	table := quoteName(name)
	switch {
	case len(was) == 0 && len(is) > 0 && is[0].sql != "":
		return w.exec(ctx, "DROP TABLE main."+table)
	case !slices.Equal(was, is) && len(was) > 0 && was[0].sql != "":
		var statements []string
		if len(is) > 0 {
			statements = append(statements, "DROP TABLE main."+table)
		}
		return w.fill(ctx, name, append(statements, was[0].sql), texts(was[1:]))
	}
	var off []string
	triggers := slices.DeleteFunc(slices.Clone(is), func(d definition) bool { return d.kind != "trigger" })
	for _, t := range triggers {
		off = append(off, "DROP TRIGGER main."+quoteName(t.name))
	}
	return w.fill(ctx, name, append(off, "DELETE FROM main."+table), texts(triggers))
}

// fill copies the rows of a table from the template, between statements.
func (w *watcher) fill(ctx context.Context, name string, before, after []string) error {
	t, err := describe(ctx, w.connection, original, name)
	if err != nil {
		return err
	}
	columns := strings.Join(t.stored(), ", ")
	rows := fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %[2]s FROM %s", quoteName(name), columns, t.from())
	return w.exec(ctx, slices.Concat(before, []string{rows}, after)...)
}

// A definition is one of a table, an index or a trigger.
type definition struct{ kind, name, sql string }

func texts(all []definition) []string {
	var statements []string
	for _, d := range all {
		if d.sql != "" { // else it comes with its table
			statements = append(statements, d.sql)
		}
	}
	return statements
}

// definitions are those of a table, which is the first, and of what it has.
func (w *watcher) definitions(ctx context.Context, schema, table string) ([]definition, error) {
	rows, err := w.QueryContext(ctx, "SELECT type, name, sql FROM "+schema+`.sqlite_schema
		WHERE tbl_name = ? AND type IN ('table', 'index', 'trigger') ORDER BY type <> 'table', type, name`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []definition
	for rows.Next() {
		var d definition
		var text sql.NullString
		if err := rows.Scan(&d.kind, &d.name, &text); err != nil {
			return nil, err
		}
		d.sql = text.String
		found = append(found, d)
	}
	return found, rows.Err()
}
