package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"
)

// bySelect has the server copy the rows itself, over several connections; the rest is
// what a dump says of it.
func bySelect(ctx context.Context, b *backend, a address, from, to string) error {
	script, err := b.selects.of(a.dsn(from), func() (s script, err error) {
		if s.tables, err = b.statements(ctx, a, from, "--no-data", "--skip-triggers"); err != nil {
			return s, err
		}
		if s.rows, err = a.inserts(ctx, from); err != nil {
			return s, err
		}
		s.rest, err = b.statements(ctx, a, from, "--no-data", "--no-create-info", "--skip-routines", "--skip-events")
		return s, err
	})
	if err != nil {
		return err
	}
	return script.execute(ctx, a, to)
}

// inserts are batches of statements that copy all rows of a database. What is
// computed from other columns is not copied.
func (a address) inserts(ctx context.Context, from string) (all []string, err error) {
	const query = `SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE table_schema = ? AND t.table_type = 'BASE TABLE' AND COALESCE(c.generation_expression, '') = '' ORDER BY c.table_name, c.ordinal_position`
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
			if len(columns) > 0 {
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

// fill copies rows. They were checked once, where they come from.
func fill(ctx context.Context, db *sql.DB, batches []string) error {
	const settings = "SET foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"
	todo := make(chan string, len(batches))
	for _, batch := range batches {
		todo <- batch
	}
	close(todo)
	work, ctx := errgroup.WithContext(ctx)
	for range min(fillers, len(batches)) {
		work.Go(func() error {
			c, err := db.Conn(ctx)
			if err != nil {
				return err
			}
			defer c.Close()
			for batch, ok := settings, true; ok; batch, ok = <-todo {
				if _, err := c.ExecContext(ctx, batch); err != nil {
					return fmt.Errorf("copying rows: %w", err)
				}
			}
			return nil
		})
	}
	return work.Wait()
}
