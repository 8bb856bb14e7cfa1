package cloning

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// touched is how many tables are read and written in each clone.
const touched = 5

// ErrUntouchable says that there is nothing to read and write in clones.
var ErrUntouchable = errors.New("the template has no table with rows and row IDs")

// touching is what a visitor does with every clone of the database at path: it
// reads and updates one row of each of five tables, the largest among them.
func touching(ctx context.Context, dsn string) (first string, touch []string, err error) {
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	all, err := tables(ctx, db)
	if err != nil {
		return "", nil, err
	}
	rows := map[string]int64{}
	for _, t := range all {
		var n int64
		// Tables without row IDs are not for this.
		if db.QueryRowContext(ctx, "SELECT count(rowid) FROM "+quote(t.name)).Scan(&n) == nil {
			rows[t.name] = n
		}
	}
	all = slices.DeleteFunc(all, func(t tableInfo) bool { return rows[t.name] == 0 || t.name == "sqlite_sequence" })
	if len(all) == 0 {
		return "", nil, ErrUntouchable
	}
	slices.SortStableFunc(all, func(a, b tableInfo) int { return int(rows[b.name] - rows[a.name]) })
	for _, t := range all[:min(touched, len(all))] {
		column := quote(t.columns[len(t.columns)-1])
		touch = append(touch, fmt.Sprintf("UPDATE %s SET %s = %s WHERE rowid = (SELECT max(rowid) FROM %s)", quote(t.name), column, column, quote(t.name)))
	}
	return "SELECT count(*) FROM (SELECT 1 FROM " + quote(all[0].name) + " LIMIT 1)", touch, nil
}
