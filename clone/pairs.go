package clone

import (
	"context"
	"database/sql"
)

// A Querier is what asks a database by package sql: a DB, a Conn or a Tx.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Pairs calls each with what a query of two texts finds.
func Pairs(ctx context.Context, q Querier, each func(first, second string), query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var first, second string
		if err := rows.Scan(&first, &second); err != nil {
			return err
		}
		each(first, second)
	}
	return rows.Err()
}
