package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/binlog"
)

// Restore undoes all transactions, the last first, on a connection of its own.
func (w *watcher) Restore(ctx context.Context) error {
	if err := w.read(); err != nil {
		return err
	}
	c, err := w.db.Conn(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(w.undo(ctx, c, append(w.seen, w.new...)), c.Close()); err != nil {
		return err
	}
	w.seen, w.new = nil, nil
	return nil
}

// patience is how long a restore waits for locks that a test has left.
const patience = 2 * time.Second

func (w *watcher) undo(ctx context.Context, c *sql.Conn, transactions []*binlog.Transaction) error {
	created, err := w.created(ctx, transactions)
	if err != nil {
		return err
	}
	rows, err := binlog.Inverse(without(transactions, created))
	if err != nil {
		return fmt.Errorf("%w: %w", clone.ErrIrreversible, err)
	}
	seconds := int(patience / time.Second)
	statements := []string{fmt.Sprintf("SET sql_log_bin = 0, foreign_key_checks = 0, lock_wait_timeout = %d, innodb_lock_wait_timeout = %[1]d", seconds)}
	for _, table := range created {
		statements = append(statements, "DROP TABLE IF EXISTS "+table)
	}
	if err := execute(ctx, c, append(statements, atOnce(rows)...)); err != nil {
		return fmt.Errorf("%w: %w", clone.ErrIrreversible, err)
	}
	return errors.Join(w.rewind(ctx, c), w.same(ctx, transactions))
}

// atOnce has the server do all that [binlog.Inverse] says, or nothing.
func atOnce(rows []string) []string {
	if len(rows) == 0 {
		return nil
	}
	return slices.Concat(rows[:1], []string{"START TRANSACTION"}, rows[1:], []string{"COMMIT"})
}

// rewind sets the counters back.
func (w *watcher) rewind(ctx context.Context, c *sql.Conn) error {
	now, err := w.counted(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		born, known := w.born.Counters[name]
		if !known || born == now[name] {
			continue
		}
		if _, err := c.ExecContext(ctx, fmt.Sprintf("ALTER TABLE %s AUTO_INCREMENT = %d", name, born)); err != nil {
			return fmt.Errorf("%w: the counter of %s: %w", clone.ErrIrreversible, name, err)
		}
	}
	w.counters = w.born.Counters
	return nil
}

// same reports an error if a foreign key has changed rows for good.
func (w *watcher) same(ctx context.Context, transactions []*binlog.Transaction) error {
	named := w.cascaded(transactions)
	now, err := w.checksums(ctx, named)
	if err != nil {
		return err
	}
	for _, name := range named {
		if now[name] != w.first[name] {
			return fmt.Errorf("%w: a foreign key has changed rows of %s", clone.ErrIrreversible, name)
		}
	}
	w.checks = w.first
	return nil
}

// creating are statements that a DROP TABLE undoes.
var creating = regexp.MustCompile(`(?is)^\s*create\s+table\s`)

// created are the tables that were made since, if that is all that was done to the
// schema.
func (w *watcher) created(ctx context.Context, transactions []*binlog.Transaction) ([]string, error) {
	for _, t := range transactions {
		for _, s := range t.Statements {
			if !creating.MatchString(s.Text) {
				return nil, fmt.Errorf("%w: %s", clone.ErrIrreversible, s.Text)
			}
		}
	}
	if !slices.ContainsFunc(transactions, func(t *binlog.Transaction) bool { return len(t.Statements) > 0 }) {
		return nil, nil
	}
	return w.strangers(ctx)
}

// strangers are tables that the template does not have.
func (w *watcher) strangers(ctx context.Context) (names []string, err error) {
	now := inventory{Tables: map[string]bool{}, Counters: map[string]uint64{}}
	if err := now.tables(ctx, w.db); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(now.Tables)) {
		if !w.born.Tables[name] {
			names = append(names, name)
		}
	}
	return names, nil
}

// without are transactions without their statements, and without rows of tables.
func without(transactions []*binlog.Transaction, tables []string) []*binlog.Transaction {
	var left []*binlog.Transaction
	for _, t := range transactions {
		rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r *binlog.Rows) bool { return slices.Contains(tables, r.Table.String()) })
		left = append(left, &binlog.Transaction{Rows: rows})
	}
	return left
}
