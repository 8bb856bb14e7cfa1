package mysql

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
)

// A fact is what the server says of a table.
type fact struct {
	next uint64 // number of AUTO_INCREMENT; 1 if the table has none
	proof
}

// A proof tells when a table was last changed, if the server knows that.
type proof struct {
	changed int64 // seconds since 1970; 0 if it is not known
	at      int64 // the same, of when it said so
}

// still reports whether the table has not changed between p and now.
func (p proof) still(now proof) bool {
	const margin = 2 // seconds: the server's are whole ones, and set as it commits
	return p.changed != 0 && p.changed == now.changed && p.changed < p.at-margin
}

// facts are those of a database's tables, by name.
type facts map[string]fact

func (f facts) proof(table string) proof { return f[table].proof }

func (f facts) counters() map[string]uint64 {
	counters := map[string]uint64{}
	for table, is := range f {
		counters[table] = is.next
	}
	return counters
}

// facts reads them; those of some tables, if they are named, which takes less time. Of
// partitions some could be forgotten.
func (g *guest) facts(ctx context.Context, tables ...string) (facts, error) {
	query, arguments := `SELECT table_name, auto_increment, UNIX_TIMESTAMP(),
			CASE WHEN engine = 'InnoDB' AND create_options NOT LIKE '%partitioned%' THEN UNIX_TIMESTAMP(update_time) END
		FROM information_schema.tables WHERE table_schema = ? AND table_type <> 'VIEW'`, []any{g.Copy}
	if len(tables) > 0 {
		query += " AND table_name IN (?" + strings.Repeat(", ?", len(tables)-1) + ")"
	}
	for _, table := range tables {
		arguments = append(arguments, table)
	}
	rows, err := g.conn.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := facts{}
	for rows.Next() {
		var table string
		var next sql.NullInt64
		var changed sql.NullFloat64
		var f fact
		if err := rows.Scan(&table, &next, &f.at, &changed); err != nil {
			return nil, err
		}
		f.next, f.changed = nextNumber(next), int64(changed.Float64)
		found[table] = f
	}
	return found, rows.Err()
}

// catchUp opens tables, and reads their facts again, where the server is behind with
// those of others. Of a table that is locked they stay as they were.
func (g *guest) catchUp(ctx context.Context, all facts, tables []string) error {
	if !g.says.behind {
		return nil
	}
	for some := range slices.Chunk(tables, chunkTables) {
		var parts []string
		for _, table := range some {
			parts = append(parts, "SELECT 1 FROM "+identifier(g.Copy)+"."+identifier(table)+" WHERE FALSE")
		}
		if _, err := g.conn.ExecContext(ctx, strings.Join(parts, " UNION ALL ")); isLocked(err) {
			continue
		} else if err != nil {
			return err
		}
		now, err := g.facts(ctx, some...)
		if err != nil {
			return err
		}
		maps.Copy(all, now)
	}
	return nil
}

// stepped are tables that are there then and now, and whose counters differ.
func stepped(then, now facts) (tables []string) {
	for _, table := range slices.Sorted(maps.Keys(now)) {
		if was, there := then[table]; there && was.next != now[table].next {
			tables = append(tables, table)
		}
	}
	return tables
}
