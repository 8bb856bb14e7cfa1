package sqlite

import (
	"context"
	"fmt"
	"strings"
)

// dumpAndReload writes the database as SQL statements and runs them: the
// baseline that every other strategy is measured against. It carries settings,
// row IDs, virtual tables whatever their module, statistics and sequences, but
// not free pages and the order of pages. Indexes by a collation, or on a
// function, that SQLite doesn't have by itself are an error.
func dumpAndReload(ctx context.Context, template snapshot, path string) error {
	err := fromSnapshot(ctx, template, path, func(from, to connection) error {
		return dump(ctx, from, func(statement string) error { return to.exec(ctx, statement) })
	})
	if err != nil {
		return err
	}
	return adoptWAL(ctx, template, path)
}

// A dumper writes a database as statements.
type dumper struct {
	connection
	emit    func(statement string) error
	objects []object
}

// An object is a row of sqlite_schema.
type object struct{ kind, name, table, sql string }

func (o object) virtual() bool {
	return o.kind == "table" && strings.HasPrefix(strings.ToUpper(o.sql), "CREATE VIRTUAL")
}

// internal reports whether SQLite makes the object by itself.
func (o object) internal() bool { return strings.HasPrefix(o.name, "sqlite_") }

// dump emits the statements that make a database like that of c: tables and
// rows, then what looks at them, and triggers last, lest they fire.
func dump(ctx context.Context, c connection, emit func(statement string) error) error {
	d := dumper{connection: c, emit: emit}
	var err error
	if d.objects, err = c.objects(ctx); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{
		d.layout, d.tables, d.internals, d.virtualTables, d.others("index"), d.others("view"), d.others("trigger"), d.identity,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (c connection) objects(ctx context.Context) ([]object, error) {
	rows, err := c.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []object
	for rows.Next() {
		var o object
		if err := rows.Scan(&o.kind, &o.name, &o.table, &o.sql); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}

// layout must come before the first table.
func (d dumper) layout(ctx context.Context) error {
	var encoding string
	if err := d.QueryRowContext(ctx, "PRAGMA encoding").Scan(&encoding); err != nil {
		return err
	}
	if err := d.settings(ctx, "page_size", "auto_vacuum"); err != nil {
		return err
	}
	if err := d.emit("PRAGMA encoding = " + quoteText(encoding)); err != nil {
		return err
	}
	return d.emit("BEGIN")
}

// identity ends the transaction, and sets what identifies the database.
func (d dumper) identity(ctx context.Context) error {
	if err := d.emit("COMMIT"); err != nil {
		return err
	}
	return d.settings(ctx, "user_version", "application_id")
}

// settings are those that are numbers.
func (d dumper) settings(ctx context.Context, pragmas ...string) error {
	for _, pragma := range pragmas {
		value, err := d.number(ctx, "PRAGMA "+pragma)
		if err != nil {
			return err
		}
		if err := d.emit(fmt.Sprintf("PRAGMA %s = %d", pragma, value)); err != nil {
			return err
		}
	}
	return nil
}

func (d dumper) tables(ctx context.Context) error {
	for _, o := range d.objects {
		if o.kind != "table" || o.internal() || o.virtual() {
			continue
		}
		if err := d.emit(o.sql); err != nil {
			return fmt.Errorf("table %s: %w", o.name, err)
		}
		if err := d.rows(ctx, o.name); err != nil {
			return fmt.Errorf("table %s: %w", o.name, err)
		}
	}
	return nil
}

// internals are sequences and statistics, whose tables SQLite makes itself:
// the former with the first AUTOINCREMENT.
func (d dumper) internals(ctx context.Context) error {
	analyzed := false
	for _, o := range d.objects {
		if o.kind != "table" || !o.internal() {
			continue
		}
		if strings.HasPrefix(o.name, "sqlite_stat") && !analyzed {
			analyzed = true
			if err := d.emit("ANALYZE sqlite_schema"); err != nil {
				return err
			}
		}
		if err := d.emit("DELETE FROM " + quoteName(o.name)); err != nil {
			return err
		}
		if err := d.rows(ctx, o.name); err != nil {
			return err
		}
	}
	return nil
}

// virtualTables are entered into the schema as they stand, since creating one
// takes its module, and would make its tables again.
func (d dumper) virtualTables(context.Context) error {
	for _, o := range d.objects {
		if !o.virtual() {
			continue
		}
		entry := fmt.Sprintf("INSERT INTO sqlite_schema VALUES('table', %s, %s, 0, %s)",
			quoteText(o.name), quoteText(o.table), quoteText(o.sql))
		for _, statement := range []string{"PRAGMA writable_schema = ON", entry, "PRAGMA writable_schema = OFF"} {
			if err := d.emit(statement); err != nil {
				return fmt.Errorf("virtual table %s: %w", o.name, err)
			}
		}
	}
	return nil
}

func (d dumper) others(kind string) func(context.Context) error {
	return func(context.Context) error {
		for _, o := range d.objects {
			if o.kind != kind || o.sql == "" {
				continue
			}
			if err := d.emit(o.sql); err != nil {
				return fmt.Errorf("%s %s: %w", kind, o.name, err)
			}
		}
		return nil
	}
}
