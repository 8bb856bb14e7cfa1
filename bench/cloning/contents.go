package cloning

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// Contents are digests of all that a database has, by what they are of: the
// schema, each table, each setting that is part of the database.
type contents map[string]string

// contentsOf reads a SQLite database. Rows count whatever their order.
func contentsOf(ctx context.Context, dsn string) (_ contents, err error) {
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	queries := map[string]string{
		"the schema":         "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2",
		"the user version":   "PRAGMA user_version",
		"the application ID": "PRAGMA application_id",
		"the encoding":       "PRAGMA encoding",
	}
	all, err := tables(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		queries["table "+t.name] = t.everything()
	}
	found := contents{}
	for what, query := range queries {
		if found[what], err = digest(ctx, db, query); err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
	}
	return found, nil
}

// difference names the first thing in which is differs from what was wanted; ""
// if there is none.
func (want contents) difference(is contents) string {
	var differ []string
	for what := range want {
		if is[what] != want[what] {
			differ = append(differ, what)
		}
	}
	for what := range is {
		if want[what] == "" {
			differ = append(differ, what)
		}
	}
	if len(differ) == 0 {
		return ""
	}
	return slices.Min(differ) + " differs"
}

// A tableInfo is an ordinary table and its columns.
type tableInfo struct {
	name    string
	columns []string
}

// tables are the ordinary ones, by name.
func tables(ctx context.Context, db *sql.DB) ([]tableInfo, error) {
	rows, err := db.QueryContext(ctx, `SELECT l.name, c.name FROM pragma_table_list l, pragma_table_xinfo(l.name) c
		WHERE l.schema = 'main' AND l.type = 'table' AND l.name <> 'sqlite_schema' AND c.hidden = 0 ORDER BY l.name, c.cid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []tableInfo
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].name != table {
			all = append(all, tableInfo{name: table})
		}
		last := &all[len(all)-1]
		last.columns = append(last.columns, column)
	}
	return all, rows.Err()
}

func (t tableInfo) everything() string {
	var order []string
	for i := range t.columns {
		order = append(order, fmt.Sprint(i+1, " COLLATE BINARY")) // the column's own may be unknown here
	}
	return "SELECT " + quoteAll(t.columns) + " FROM " + quote(t.name) + " ORDER BY " + strings.Join(order, ", ")
}

func quoteAll(names []string) string {
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, quote(name))
	}
	return strings.Join(quoted, ", ")
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// digest is that of what query returns.
func digest(ctx context.Context, db *sql.DB, query string) (string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		addRow(sum, values)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), rows.Err()
}

// addRow adds values so that no two different rows look alike.
func addRow(sum hash.Hash, values []any) {
	for _, v := range values {
		text := fmt.Sprintf("%T %v", v, v)
		fmt.Fprintf(sum, "%d:%s,", len(text), text)
	}
	fmt.Fprint(sum, ";")
}
