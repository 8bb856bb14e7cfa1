package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/binlog"
	"github.com/ptr-project/ptr/suite"
)

// RestoreOnly implements [clone.Selective] for the tables, and the counters of
// AUTO_INCREMENT, of a private server of which no definition has changed.
func (w *watcher) RestoreOnly(ctx context.Context, which []suite.Thing) error {
	if err := w.read(); err != nil {
		return err
	}
	chosen, rest, err := w.divide(append(w.seen, w.new...), which)
	if err != nil {
		return err
	}
	rows, err := binlog.Inverse(chosen)
	if err != nil {
		return fmt.Errorf("%w: %w", clone.ErrIrreversible, err)
	}
	statements := []string{fmt.Sprintf("SET sql_log_bin = 0, foreign_key_checks = 0, innodb_lock_wait_timeout = %d", int(patience/time.Second))}
	statements = append(statements, atOnce(rows)...)
	for _, t := range which {
		if table, ok := strings.CutPrefix(t.Name, "AUTO_INCREMENT of "); ok {
			name := identifier(w.database(t.Alias)) + "." + identifier(table)
			statements = append(statements, fmt.Sprintf("ALTER TABLE %s AUTO_INCREMENT = %d", name, w.born.Counters[name]))
			w.counters[name] = w.born.Counters[name]
		}
	}
	c, err := w.db.Conn(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(execute(ctx, c, statements), c.Close()); err != nil {
		return fmt.Errorf("%w: %w", clone.ErrIrreversible, err)
	}
	w.seen, w.new = rest, nil
	return nil
}

func execute(ctx context.Context, c *sql.Conn, statements []string) error {
	for _, s := range statements {
		if _, err := c.ExecContext(ctx, s); err != nil {
			_, rolled := c.ExecContext(ctx, "ROLLBACK")
			return errors.Join(fmt.Errorf("%.60s: %w", s, err), rolled)
		}
	}
	return nil
}

func (w *watcher) database(alias string) string {
	for database, a := range w.aliases {
		if a == alias {
			return database
		}
	}
	return ""
}

// divide parts what was done to the tables of which from what else was done.
func (w *watcher) divide(all []*binlog.Transaction, which []suite.Thing) (chosen, rest []*binlog.Transaction, err error) {
	found := map[suite.Thing]bool{}
	for _, t := range all {
		if len(t.Statements) > 0 {
			return nil, nil, fmt.Errorf("one table, after %.60s: %w", t.Statements[0].Text, clone.ErrIrreversible)
		}
		one, other := &binlog.Transaction{}, &binlog.Transaction{Silent: t.Silent}
		for _, r := range t.Rows {
			thing := suite.Thing{Kind: suite.ThingDatabase, Alias: w.aliases[r.Table.Database], Name: "table " + r.Table.Name}
			if slices.Contains(which, thing) {
				one.Rows, found[thing] = append(one.Rows, r), true
			} else {
				other.Rows = append(other.Rows, r)
			}
		}
		chosen, rest = append(chosen, one), append(rest, other)
	}
	for _, t := range which {
		if !found[t] && !strings.HasPrefix(t.Name, "AUTO_INCREMENT of ") {
			return nil, nil, fmt.Errorf("%s alone: %w", t.Name, clone.ErrIrreversible)
		}
	}
	return chosen, rest, nil
}
