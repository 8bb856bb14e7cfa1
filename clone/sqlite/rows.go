package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// table lists the rows of a table that differ, at most limit, and how many more
// there are.
func (c comparison) table(ctx context.Context, name string, limit int) ([]suite.Change, error) {
	t, err := describe(ctx, c.connection, "main", name)
	if err != nil {
		return nil, err
	}
	pairs := differing(t)
	rows, err := c.QueryContext(ctx, pairs.list(), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	changes, err := pairs.read(rows)
	if err != nil || len(changes) < limit {
		return changes, err
	}
	all, err := c.number(ctx, pairs.count())
	if more := all - int64(len(changes)); more > 0 {
		changes = append(changes, suite.Change{Where: "table " + name, Old: "…", New: fmt.Sprintf("%d more rows", more)})
	}
	return changes, err
}

// pairs are the rows of a table before and after, matched by row ID or key,
// that differ in anything.
type pairs struct {
	table
	shown []shown
}

// A shown column can be seen in a Change.
type shown struct {
	name     string // as in SQL
	label    string
	identity bool // tells which row it is: shown even if it has not changed
}

func differing(t table) pairs {
	p := pairs{table: t}
	sequence := t.name == "sqlite_sequence" // without a key, but a row for each name
	keyed := sequence || slices.ContainsFunc(t.columns, func(c column) bool { return c.key })
	if t.rowID != "" && !keyed {
		p.shown = append(p.shown, shown{t.rowID, t.rowID, true})
	}
	for _, c := range t.columns {
		p.shown = append(p.shown, shown{quoteName(c.name), c.name, c.key || sequence && c.name == "name"})
	}
	return p
}

// list selects for each differing row: whether it was there, whether it is
// there, and for each column its old value, its new one, and whether they differ.
func (p pairs) list() string {
	key := p.keys()[0]
	values := []string{"b." + key + " IS NOT NULL", "a." + key + " IS NOT NULL"}
	for _, s := range p.shown {
		values = append(values, legible("b."+s.name), legible("a."+s.name), differ(s.name))
	}
	var order []string
	for _, key := range p.keys() {
		order = append(order, "coalesce(b."+key+", a."+key+")")
	}
	return "SELECT " + strings.Join(values, ", ") + p.clauses() + " ORDER BY " + strings.Join(order, ", ") + " LIMIT ?"
}

func (p pairs) count() string { return "SELECT count(*)" + p.clauses() }

// clauses are FROM and WHERE.
func (p pairs) clauses() string {
	var on, where []string
	for _, key := range p.keys() {
		on = append(on, "a."+key+" = b."+key)
		where = append(where, "a."+key+" IS NOT b."+key) // only one is there
	}
	for _, s := range p.shown {
		where = append(where, differ(s.name))
	}
	return " FROM before." + quoteName(p.name) + " AS b FULL JOIN main." + quoteName(p.name) + " AS a" +
		" ON " + strings.Join(on, " AND ") + " WHERE " + strings.Join(where, " OR ")
}

// keys tell rows apart, and are never NULL: the row ID, or else the primary key
// of a table without one. A table that hides its row ID behind columns of all
// of its names is taken to be told apart by these.
func (p pairs) keys() []string {
	if p.rowID != "" {
		return []string{p.rowID}
	}
	var keys []string
	for _, c := range p.columns {
		if c.key || slices.Contains([]string{"rowid", "_rowid_", "oid"}, strings.ToLower(c.name)) {
			keys = append(keys, quoteName(c.name))
		}
	}
	return keys
}

// differ is true if a column does, by its bytes and its type, whatever its
// collation says.
func differ(column string) string {
	return fmt.Sprintf("(a.%[1]s COLLATE BINARY IS NOT b.%[1]s OR typeof(a.%[1]s) <> typeof(b.%[1]s))", column)
}

// legible is a value as a literal, the end of long ones left out.
func legible(column string) string {
	return fmt.Sprintf(`CASE typeof(%[1]s)
		WHEN 'blob' THEN quote(substr(%[1]s, 1, 16)) || iif(length(%[1]s) > 16, '…', '')
		WHEN 'text' THEN quote(substr(%[1]s, 1, 60)) || iif(length(%[1]s) > 60, '…', '')
		ELSE quote(%[1]s) END`, column)
}

// read makes changes of what list selects.
func (p pairs) read(rows *sql.Rows) ([]suite.Change, error) {
	var changes []suite.Change
	var was, is bool
	cells := make([]cell, len(p.shown))
	into := []any{&was, &is}
	for i := range cells {
		into = append(into, &cells[i].old, &cells[i].now, &cells[i].differs)
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		change := suite.Change{Where: "table " + p.name}
		if was {
			change.Old = p.line(cells, was && is, func(c cell) string { return c.old })
		}
		if is {
			change.New = p.line(cells, was && is, func(c cell) string { return c.now })
		}
		changes = append(changes, change)
	}
	return changes, rows.Err()
}

// A cell is one column of a row before and after.
type cell struct {
	old, now string
	differs  bool
}

// line is such as "id=3 name='x'". Of an updated row it has what tells which
// one it is, and what has changed.
func (p pairs) line(cells []cell, updated bool, side func(cell) string) string {
	var parts []string
	for i, s := range p.shown {
		if !updated || s.identity || cells[i].differs {
			parts = append(parts, s.label+"="+side(cells[i]))
		}
	}
	return strings.Join(parts, " ")
}
