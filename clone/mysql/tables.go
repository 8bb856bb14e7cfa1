package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/internal/rowdiff"
	"github.com/ptr-project/ptr/suite"
)

// A table is one of the template's.
type table struct {
	rowdiff.Table
	says     dialect
	sequence bool // made by CREATE SEQUENCE
	columns  []column
	original *rowdiff.Original // nil until it is needed
}

// readTables are those of a database, sorted by name.
func readTables(ctx context.Context, c *sql.Conn, d dialect, database string) (all []*table, err error) {
	rows, err := c.QueryContext(ctx, `SELECT c.table_name, t.table_type = 'SEQUENCE', c.column_name, c.data_type, c.column_key = 'PRI', COALESCE(c.generation_expression, '') <> ''
		FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE table_schema = ? AND t.table_type <> 'VIEW' ORDER BY c.table_name, c.ordinal_position`, database)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	keyless := map[*table]bool{}
	for rows.Next() {
		var name, columnName, kind string
		var sequence, key, generated bool
		if err := rows.Scan(&name, &sequence, &columnName, &kind, &key, &generated); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, &table{Table: rowdiff.Table{Name: name}, says: d, sequence: sequence})
		}
		t := all[len(all)-1]
		if generated {
			keyless[t] = keyless[t] || key
			continue
		}
		if key || sequence && columnName == "start_value" {
			t.Key = append(t.Key, len(t.columns))
		}
		t.Columns = append(t.Columns, columnName)
		t.columns = append(t.columns, column{identifier(columnName), kind})
	}
	for t := range keyless {
		if keyless[t] {
			t.Key = nil // some of it is generated
		}
	}
	return slices.DeleteFunc(all, func(t *table) bool { return len(t.columns) == 0 }), rows.Err()
}

// named has changes of a sequence say that it is one.
func (t *table) named(changes []suite.Change) []suite.Change {
	for i := range changes {
		if t.sequence {
			changes[i].Where = "sequence " + t.Name
		}
	}
	return changes
}

// hash is an expression of 64 bits of a row.
func (t *table) hash() string {
	var parts []string
	for _, c := range t.columns {
		parts = append(parts, c.brief(t.says))
	}
	whole := t.says.digestOf("CONCAT_WS(',', " + strings.Join(parts, ", ") + ")")
	return "CAST(CONV(LEFT(" + whole + ", 16), 16, 10) AS UNSIGNED)"
}

// chunkTables is how many tables a statement reads: planning takes longer than
// reading, and the more so the more they are.
const chunkTables = 64

// digestsOf are the digests of tables in a database, and which ones nobody can read.
func (g *guest) digestsOf(ctx context.Context, database string, which []int) (digests map[int]string, locked []int, err error) {
	digests = map[int]string{}
	for some := range slices.Chunk(which, chunkTables) {
		err := g.chunk(ctx, database, some, digests)
		if isLocked(err) {
			for _, i := range some {
				switch err := g.chunk(ctx, database, []int{i}, digests); {
				case isLocked(err):
					locked = append(locked, i)
				case err != nil:
					return nil, nil, err
				}
			}
		} else if err != nil {
			return nil, nil, err
		}
	}
	return digests, locked, nil
}

func (g *guest) chunk(ctx context.Context, database string, which []int, digests map[int]string) error {
	var parts []string
	for _, i := range which {
		parts = append(parts, fmt.Sprintf("SELECT %d, CONCAT(COUNT(*), ' ', COALESCE(SUM(%s), 0)) FROM %s.%s", i, g.tables[i].hash(), identifier(database), identifier(g.tables[i].Name)))
	}
	rows, err := g.conn.QueryContext(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		var digest string
		if err := rows.Scan(&i, &digest); err != nil {
			return err
		}
		digests[i] = digest
	}
	return rows.Err()
}

// isLocked reports whether a lock was waited for too long.
func isLocked(err error) bool {
	const lockWaitTimeout = 1205
	var said *driver.MySQLError
	return errors.As(err, &said) && said.Number == lockWaitTimeout
}
