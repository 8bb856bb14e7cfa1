package sqlite

import (
	"context"
	"slices"
	"strings"
)

// A table is what has to be known to read all of one.
type table struct {
	schema, name string
	columns      []column // those that hold data: no generated ones
	rowID        string   // a name for it that no column has; "" if there is none
}

type column struct {
	name string
	key  bool // part of the primary key
}

// describe looks up an ordinary table.
func describe(ctx context.Context, c connection, schema, name string) (table, error) {
	t := table{schema: schema, name: name}
	rows, err := c.QueryContext(ctx, "SELECT name, pk > 0 FROM pragma_table_info(?, ?)", name, schema)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	for rows.Next() {
		var col column
		if err := rows.Scan(&col.name, &col.key); err != nil {
			return t, err
		}
		t.columns = append(t.columns, col)
	}
	if err := rows.Err(); err != nil {
		return t, err
	}
	without, err := c.number(ctx, "SELECT count(*) FROM pragma_table_list(?) WHERE schema = ? AND wr", name, schema)
	if err == nil && without == 0 {
		t.rowID = t.freeName()
	}
	return t, err
}

// freeName is the first name of the row ID that no column shadows.
func (t table) freeName() string {
	for _, name := range []string{"rowid", "_rowid_", "oid"} {
		shadows := func(c column) bool { return strings.EqualFold(c.name, name) }
		if !slices.ContainsFunc(t.columns, shadows) {
			return name
		}
	}
	return ""
}

// from names the table within a statement.
func (t table) from() string { return quoteName(t.schema) + "." + quoteName(t.name) }

// stored are the quoted names of all that is stored in a row: the row ID, if it
// can be named, and the columns.
func (t table) stored() []string {
	var names []string
	if t.rowID != "" {
		names = append(names, t.rowID)
	}
	for _, c := range t.columns {
		names = append(names, quoteName(c.name))
	}
	return names
}
