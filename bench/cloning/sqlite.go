package cloning

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	_ "github.com/mattn/go-sqlite3" // what suites open SQLite databases with
)

type sqlite struct{}

func (sqlite) driver() string { return "sqlite3" }

// contents count rows whatever their order.
func (d sqlite) contents(ctx context.Context, db *sql.DB) (contents, error) {
	queries := map[string]string{
		"the schema":         "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2",
		"the user version":   "PRAGMA user_version",
		"the application ID": "PRAGMA application_id",
		"the encoding":       "PRAGMA encoding",
	}
	all, err := d.tables(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		queries["table "+t.name] = t.everything()
	}
	return digests(ctx, db, queries)
}

// A tableInfo is an ordinary table and its columns.
type tableInfo struct {
	name    string
	columns []string
}

// tables are the ordinary ones, by name.
func (sqlite) tables(ctx context.Context, db *sql.DB) ([]tableInfo, error) {
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
	var order, columns []string
	for i, name := range t.columns {
		order = append(order, fmt.Sprint(i+1, " COLLATE BINARY")) // the column's own may be unknown here
		columns = append(columns, quote(name))
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + quote(t.name) + " ORDER BY " + strings.Join(order, ", ")
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// touching leaves out tables without row IDs.
func (d sqlite) touching(ctx context.Context, db *sql.DB) (first string, touch []string, err error) {
	all, err := d.tables(ctx, db)
	if err != nil {
		return "", nil, err
	}
	rows := map[string]int64{}
	for _, t := range all {
		var n int64
		if db.QueryRowContext(ctx, "SELECT count(rowid) FROM "+quote(t.name)).Scan(&n) == nil {
			rows[t.name] = n
		}
	}
	all = slices.DeleteFunc(all, func(t tableInfo) bool { return rows[t.name] == 0 || t.name == "sqlite_sequence" })
	slices.SortStableFunc(all, func(a, b tableInfo) int { return int(rows[b.name] - rows[a.name]) })
	for _, t := range all[:min(touched, len(all))] {
		column := quote(t.columns[len(t.columns)-1])
		touch = append(touch, fmt.Sprintf("UPDATE %s SET %s = %s WHERE rowid = (SELECT max(rowid) FROM %s)", quote(t.name), column, column, quote(t.name)))
		if first == "" {
			first = "SELECT count(*) FROM (SELECT 1 FROM " + quote(t.name) + " LIMIT 1)"
		}
	}
	return first, touch, nil
}

func (sqlite) scribble() []string {
	return []string{"CREATE TABLE ptr_scribble AS SELECT 1 AS one", "PRAGMA user_version = 77777"}
}
