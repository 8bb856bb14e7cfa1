package mysql

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/binlog"
	"github.com/ptr-project/ptr/suite"
)

// steps are the counters of AUTO_INCREMENT that went on since the last look, even in
// a transaction that was rolled back.
func (w *watcher) steps(ctx context.Context) ([]suite.Change, error) {
	if idle, err := w.idle(ctx); idle || err != nil {
		return nil, err
	}
	now, err := w.counted(ctx)
	if err != nil {
		return nil, err
	}
	var changes []suite.Change
	for _, name := range slices.Sorted(maps.Keys(now)) {
		was, known := w.counters[name]
		if !known || was == now[name] {
			continue
		}
		database, table := unquoted(name)
		changes = append(changes, suite.Change{
			Alias: w.aliases[database], Where: "AUTO_INCREMENT of " + table, Old: fmt.Sprint(was), New: fmt.Sprint(now[name]),
		})
	}
	counters := maps.Clone(w.counters)
	maps.Copy(counters, now)
	w.counters = counters
	return changes, nil
}

// idle reports whether nobody else has written a row since it was last asked.
func (w *watcher) idle(ctx context.Context) (bool, error) {
	if w.says.writes == "" {
		return false, nil
	}
	last := w.writes
	err := w.own.QueryRowContext(ctx, w.says.writes).Scan(&w.writes)
	return err == nil && w.writes == last, err
}

// counted are the counters of the tables that were opened, which all are that were
// written.
func (w *watcher) counted(ctx context.Context) (map[string]uint64, error) {
	rows, err := w.own.QueryContext(ctx, w.says.counters)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]uint64{}
	for rows.Next() {
		var database, table string
		var next uint64
		if err := rows.Scan(&database, &table, &next); err != nil {
			return nil, err
		}
		found[identifier(database)+"."+identifier(table)] = next
	}
	return found, rows.Err()
}

// unquoted takes the name of a table apart. A single "`" ends a part, two are one within it.
func unquoted(name string) (database, table string) {
	end := 1
	for end < len(name)-1 && (name[end] != '`' || name[end+1] == '`') {
		end += len("`")
		if name[end-1] == '`' {
			end++
		}
	}
	plain := func(s string) string { return strings.ReplaceAll(s, "``", "`") }
	return plain(name[1:end]), plain(name[end+len("`.`") : len(name)-1])
}

// silent are the tables of which a foreign key has changed rows.
func (w *watcher) silent(ctx context.Context, transactions []*binlog.Transaction) ([]suite.Change, error) {
	named := w.cascaded(transactions)
	now, err := w.checksums(ctx, named)
	if err != nil {
		return nil, err
	}
	var changes []suite.Change
	for _, name := range named {
		if now[name] != w.checks[name] {
			database, table := unquoted(name)
			changes = append(changes, suite.Change{Alias: w.aliases[database], Where: "table " + table, Old: "rows that a foreign key led to", New: "others, or none"})
		}
	}
	checks := maps.Clone(w.checks)
	maps.Copy(checks, now)
	w.checks = checks
	return changes, nil
}

// cascaded are the tables of which foreign keys may have changed rows.
func (w *watcher) cascaded(transactions []*binlog.Transaction) (named []string) {
	add := func(table string) (isNew bool) {
		_, known := w.checks[table]
		isNew = known && !slices.Contains(named, table)
		if isNew {
			named = append(named, table)
		}
		return isNew
	}
	var lead func(table string)
	lead = func(table string) {
		for _, led := range w.born.Led[table] {
			if add(led) {
				lead(led)
			}
		}
	}
	for _, t := range transactions {
		for _, table := range t.Silent {
			add(table.String())
		}
		for _, r := range t.Rows {
			if w.says.mute && slices.ContainsFunc(r.Changes, func(c binlog.Change) bool { return c.Before != nil }) {
				lead(r.Table.String())
			}
		}
	}
	return named
}

// checksums are those of tables.
func (w *watcher) checksums(ctx context.Context, tables []string) (map[string]string, error) {
	found := map[string]string{}
	for _, name := range tables {
		var table, sum string
		if err := w.db.QueryRowContext(ctx, "CHECKSUM TABLE "+name+" EXTENDED").Scan(&table, &sum); err != nil {
			return nil, err
		}
		found[name] = sum
	}
	return found, nil
}
