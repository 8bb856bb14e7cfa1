package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/sqltext"
)

// What is asked of a database: what triggers do where a table is written, and which tables
// foreign keys change with others.
const (
	triggersOf = `SELECT lower(event_object_table), action_statement FROM information_schema.triggers WHERE trigger_schema = ?`
	cascadesOf = `SELECT lower(referenced_table_name), lower(table_name) FROM information_schema.referential_constraints
		WHERE constraint_schema = ? AND (delete_rule NOT IN ('NO ACTION', 'RESTRICT') OR update_rule NOT IN ('NO ACTION', 'RESTRICT')) ORDER BY 1, 2`
)

// Consequences implements [clone.Consequential], of all databases together. What procedures
// do that a trigger calls is not among them.
func (w *watcher) Consequences(ctx context.Context) (map[string][]string, error) {
	found := map[string][]string{}
	for database := range w.aliases {
		if err := consequences(ctx, w.db, database, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Consequences implements [clone.Consequential].
func (all guests) Consequences(ctx context.Context) (map[string][]string, error) {
	found := map[string][]string{}
	for _, g := range all {
		if err := consequences(ctx, g.db, g.Copy, found); err != nil {
			return nil, blinded(err)
		}
	}
	return found, nil
}

// consequences adds those of a database.
func consequences(ctx context.Context, db *sql.DB, database string, found map[string][]string) error {
	err := clone.Pairs(ctx, db, func(table, body string) {
		for _, write := range sqltext.Writes(body) {
			found[table] = append(found[table], strings.ToLower(write.Target))
		}
	}, triggersOf, database)
	if err == nil {
		err = clone.Pairs(ctx, db, func(table, other string) { found[table] = append(found[table], other) }, cascadesOf, database)
	}
	if err != nil {
		return fmt.Errorf("reading triggers and foreign keys of %s: %w", database, err)
	}
	return nil
}
