package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// A reader reads a table's rows in a database.
type reader struct {
	conn     *sql.Conn
	database string
	*table
}

func (r reader) from() string { return identifier(r.database) + "." + identifier(r.Name) }

// ask calls scan for each row that a query answers.
func (r reader) ask(ctx context.Context, query string, scan func(*sql.Rows) error) error {
	rows, err := r.conn.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("reading table %s: %w", r.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (r reader) Count(ctx context.Context) (n int, err error) {
	err = r.ask(ctx, "SELECT COUNT(*) FROM "+r.from(), func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

func (r reader) Digests(ctx context.Context, buckets int) (map[int]string, error) {
	digests := map[int]string{}
	query := fmt.Sprintf("SELECT h %% %d AS bucket, CONCAT(COUNT(*), ' ', SUM(h)) FROM (SELECT %s AS h FROM %s) AS t GROUP BY bucket", buckets, r.hash(), r.from())
	err := r.ask(ctx, query, func(rows *sql.Rows) error {
		var bucket int
		var digest string
		err := rows.Scan(&bucket, &digest)
		digests[bucket] = digest
		return err
	})
	return digests, err
}

// Rows are sorted by the key, else as they lie.
func (r reader) Rows(ctx context.Context, buckets int, which []int) (all [][]rowdiff.Value, err error) {
	var columns, order []string
	for _, c := range r.columns {
		columns = append(columns, c.text())
	}
	for _, i := range r.Key {
		order = append(order, r.columns[i].name)
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM " + r.from()
	if buckets > 1 {
		var numbers []string
		for _, b := range which {
			numbers = append(numbers, strconv.Itoa(b))
		}
		query += fmt.Sprintf(" WHERE %s %% %d IN (%s)", r.hash(), buckets, strings.Join(numbers, ", "))
	}
	if len(order) > 0 {
		query += " ORDER BY " + strings.Join(order, ", ")
	}
	err = r.ask(ctx, query, func(rows *sql.Rows) error {
		texts := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range texts {
			into[i] = &texts[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := make([]rowdiff.Value, len(columns))
		for i, text := range texts {
			row[i] = cell{text, r.columns[i]}
		}
		all = append(all, row)
		return nil
	})
	return all, err
}

// A cell is what a row has in a column.
type cell struct {
	text sql.NullString
	of   column
}

func (c cell) Exact() string {
	if !c.text.Valid {
		return "NULL"
	}
	return "=" + c.text.String
}

func (c cell) Literal() string {
	const longest = 100 // bytes
	switch {
	case !c.text.Valid:
		return "NULL"
	case c.of.isNumber():
		return c.text.String
	case c.of.isBinary():
		return "x'" + strings.ToLower(c.text.String[:min(len(c.text.String), longest)]) + "'"
	}
	return rowdiff.Quoted(c.text.String)
}

// native is the value as a statement compares it with the column, so that an index
// serves.
func (c cell) native() string {
	switch {
	case !c.text.Valid:
		return "NULL"
	case c.of.isNumber():
		return c.text.String
	case c.of.isBinary():
		return "x'" + c.text.String + "'"
	}
	return fmt.Sprintf("_utf8mb4 x'%x'", c.text.String)
}

// like is the condition that the column has just this.
func (c cell) like() string {
	if !c.text.Valid {
		return c.of.name + " IS NULL"
	}
	return fmt.Sprintf("BINARY %s <=> x'%x'", c.of.text(), c.text.String)
}
