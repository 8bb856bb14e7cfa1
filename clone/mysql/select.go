package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// bySelect has the server copy the rows itself, over several connections; the rest is
// what a dump says of it.
func bySelect(ctx context.Context, b *backend, a address, from string) (script, error) {
	return b.selection(ctx, a, from, nil)
}

// selection has the server copy the rows of a database, but for those of some tables.
func (b *backend) selection(ctx context.Context, a address, from string, but []space) (s script, err error) {
	if s.tables, err = b.statements(ctx, a, from, "--no-data", "--skip-triggers"); err != nil {
		return s, err
	}
	if s.rows, err = a.inserts(ctx, from, but); err != nil {
		return s, err
	}
	s.rest, err = b.statements(ctx, a, from, "--no-data", "--no-create-info", "--skip-routines", "--skip-events")
	return s, err
}

// inserts are batches of statements that copy all rows of a database, but for those
// of some tables. What is computed from other columns is not copied.
func (a address) inserts(ctx context.Context, from string, but []space) (all []string, err error) {
	const query = `SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE table_schema = ? AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND COALESCE(c.generation_expression, '') = '' ORDER BY c.table_name, c.ordinal_position`
	var statements []string
	err = a.ask(func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, query, from)
		if err != nil {
			return err
		}
		defer rows.Close()
		var columns []string
		table := ""
		finish := func() {
			if len(columns) > 0 && !slices.ContainsFunc(but, func(s space) bool { return s.table == table }) {
				list := strings.Join(columns, ", ")
				statements = append(statements, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s.%s", identifier(table), list, list, identifier(from), identifier(table)))
			}
			columns = nil
		}
		for rows.Next() {
			var name, column string
			if err := rows.Scan(&name, &column); err != nil {
				return err
			}
			if name != table {
				finish()
			}
			table, columns = name, append(columns, identifier(column))
		}
		finish()
		return rows.Err()
	})
	for len(statements) > 0 {
		n := min(batchStatements, len(statements))
		all = append(all, strings.Join(statements[:n], ";\n"))
		statements = statements[n:]
	}
	return all, err
}

// fillers is how many connections rows are copied over.
const fillers = 4

// settings are those of sessions that copy rows, or files of rows.
const settings = "SET foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"

// fill copies rows. They were checked once, where they come from.
func fill(ctx context.Context, db *sql.DB, batches []string) error {
	return sideBySide(ctx, db, batches, func(ctx context.Context, c *sql.Conn, batch string) error {
		_, err := c.ExecContext(ctx, batch)
		return err
	})
}

// sideBySide does each of todo over one of several connections.
func sideBySide[T any](ctx context.Context, db *sql.DB, todo []T, do func(context.Context, *sql.Conn, T) error) error {
	next := make(chan T, len(todo))
	for _, one := range todo {
		next <- one
	}
	close(next)
	work, ctx := errgroup.WithContext(ctx)
	for range min(fillers, len(todo)) {
		work.Go(func() error {
			c, err := db.Conn(ctx)
			if err != nil {
				return err
			}
			defer c.Close()
			_, err = c.ExecContext(ctx, settings)
			for one := range next {
				if err == nil {
					err = do(ctx, c, one)
				}
			}
			if err != nil {
				return fmt.Errorf("copying rows: %w", err)
			}
			return nil
		})
	}
	return work.Wait()
}
