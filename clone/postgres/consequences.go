package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/internal/sqltext"
)

// What is asked of a database: what is done where a table is written, by triggers and by
// rules; which tables foreign keys change with others; and of which tables others are part.
const (
	triggersOf = `SELECT lower(c.relname), p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal
		UNION ALL SELECT lower(tablename), regexp_replace(definition, '^.*?\sDO\s+((ALSO|INSTEAD)\s+)?', '') FROM pg_rules WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`
	cascadesOf = `SELECT lower(referred.relname), lower(referring.relname) FROM pg_constraint k JOIN pg_class referred ON referred.oid = k.confrelid JOIN pg_class referring ON referring.oid = k.conrelid
		WHERE k.contype = 'f' AND (k.confdeltype NOT IN ('a', 'r') OR k.confupdtype NOT IN ('a', 'r'))
		UNION SELECT lower(whole.relname), lower(part.relname) FROM pg_inherits i JOIN pg_class whole ON whole.oid = i.inhparent JOIN pg_class part ON part.oid = i.inhrelid WHERE part.relkind IN ('r', 'p')
		ORDER BY 1, 2`
)

// Consequences implements [clone.Consequential], of all databases together. What functions
// do that a trigger's function calls is not among them.
func (w *watcher) Consequences(ctx context.Context) (map[string][]string, error) {
	found := map[string][]string{}
	for _, e := range w.eyes {
		of, err := e.consequences(ctx)
		if err != nil {
			return nil, session(e, err)
		}
		for _, table := range slices.Sorted(maps.Keys(of)) {
			found[table] = append(found[table], of[table]...)
		}
	}
	return found, nil
}

func (b *beside) consequences(ctx context.Context) (map[string][]string, error) {
	found := map[string][]string{}
	err := b.pairs(ctx, triggersOf, func(table, body string) {
		for _, write := range sqltext.Writes(body) {
			found[table] = append(found[table], strings.ToLower(write.Target))
		}
	})
	if err == nil {
		err = b.pairs(ctx, cascadesOf, func(table, other string) { found[table] = append(found[table], other) })
	}
	if err != nil {
		return nil, fmt.Errorf("reading triggers and foreign keys: %w", err)
	}
	return found, nil
}

// pairs calls each with what a query of two texts finds.
func (b *beside) pairs(ctx context.Context, query string, each func(first, second string)) error {
	rows, err := b.conn.Query(ctx, query)
	if err != nil {
		return err
	}
	var first, second string
	_, err = pgx.ForEachRow(rows, []any{&first, &second}, func() error {
		each(first, second)
		return nil
	})
	return err
}
