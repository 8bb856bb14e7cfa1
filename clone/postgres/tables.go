package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// A table is one of the template's.
type table struct {
	rowdiff.Table
	oid      uint32
	relation *relation
	written  bool              // by statements, and not only by REFRESH
	original *rowdiff.Original // nil until it is needed
}

type tables []*table

// readTables are all that this user can read whole, sorted by name. What it cannot
// read, it and the tests, who are the same user, cannot write either. Columns that are
// generated are left out.
func readTables(ctx context.Context, c *pgx.Conn) (all tables, err error) {
	rows, err := c.Query(ctx, `SELECT c.oid, n.nspname, c.relname, c.relkind = 'r', array_agg(a.attname::text ORDER BY a.attnum),
			array_agg(coalesce(a.attnum = ANY (i.indkey), false) ORDER BY a.attnum), coalesce(max(i.indnatts), 0)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
			LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
		WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND c.relispopulated AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid)
		GROUP BY c.oid, n.nspname, c.relname, c.relkind ORDER BY n.nspname, c.relname`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t := &table{relation: &relation{}}
		var inKey []bool
		var keyColumns int
		if err := rows.Scan(&t.oid, &t.relation.schema, &t.relation.name, &t.written, &t.Columns, &inKey, &keyColumns); err != nil {
			return nil, err
		}
		t.relation.id, t.relation.columns = t.oid, t.Columns
		t.Name = plain(t.relation.String())
		for i, in := range inKey {
			if in {
				t.Key = append(t.Key, i)
			}
		}
		if len(t.Key) < keyColumns {
			t.Key = nil // some of it is generated
		}
		all = append(all, t)
	}
	return all, rows.Err()
}
