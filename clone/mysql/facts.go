package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// A status is what the server's counters say, those of the session that asks apart.
type status struct {
	writing  string // of rows written, and of commits
	defining string // of statements that define something
}

// status reads the counters. Rows are counted as they are written, also if that is
// rolled back later; a commit, when it can be seen.
func (g *guest) status(ctx context.Context) (s status, err error) {
	all, err := g.counts(ctx, "GLOBAL")
	if err != nil {
		return s, err
	}
	own, err := g.counts(ctx, "SESSION")
	if err != nil {
		return s, err
	}
	var writing, defining strings.Builder
	for _, c := range all {
		to := &writing
		if strings.HasPrefix(c.name, "Com_") && c.name != "Com_xa_commit" {
			to = &defining
		}
		fmt.Fprintf(to, "%d ", c.n-numberOf(own, c.name))
	}
	return status{writing.String(), defining.String()}, nil
}

// A count is one of the server's.
type count struct {
	name string
	n    int64
}

func (g *guest) counts(ctx context.Context, scope string) (all []count, err error) {
	rows, err := g.conn.QueryContext(ctx, "SHOW "+scope+` STATUS WHERE Variable_name IN ('Handler_write', 'Handler_update', 'Handler_delete', 'Handler_commit', 'Com_xa_commit')
		OR Variable_name REGEXP '^Com_(create|drop|alter|rename|truncate|exchange|import)'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c count
		if err := rows.Scan(&c.name, &c.n); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func numberOf(all []count, name string) int64 {
	for _, c := range all {
		if c.name == name {
			return c.n
		}
	}
	return 0
}

// A fact is what the server says of a table.
type fact struct {
	next  uint64 // number of AUTO_INCREMENT
	known bool   // it has one
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
		if is.known {
			counters[table] = is.next
		}
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
		f.next, f.known, f.changed = uint64(next.Int64), next.Valid, int64(changed.Float64)
		found[table] = f
	}
	return found, rows.Err()
}
