package mysql

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// definitionQueries are of what a database has, such as "table people", and of parts
// of its definition. Parts of one thing come in order.
var definitionQueries = [...]string{
	`SELECT CONCAT(IF(table_type = 'VIEW', 'view ', 'table '), table_name), CONCAT_WS(' ', engine, table_collation, table_comment, REPLACE(create_options, 'partitioned', '')) FROM information_schema.tables WHERE table_schema = ?`,
	`SELECT CONCAT(IF(table_type = 'VIEW', 'view ', 'table '), table_name), CONCAT_WS(' ', column_name, column_type, is_nullable, column_default, collation_name, extra, generation_expression)
		FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = ? ORDER BY table_name, ordinal_position`,
	`SELECT CONCAT('table ', table_name), CONCAT_WS(' ', index_name, non_unique, column_name, sub_part, index_type) FROM information_schema.statistics WHERE table_schema = ? ORDER BY table_name, index_name, seq_in_index`,
	`SELECT CONCAT('table ', table_name), CONCAT_WS(' ', constraint_name, referenced_table_name, update_rule, delete_rule) FROM information_schema.referential_constraints WHERE constraint_schema = ? ORDER BY table_name, constraint_name`,
	`SELECT CONCAT('table ', event_object_table), CONCAT_WS(' ', trigger_name, action_timing, event_manipulation, action_statement, definer) FROM information_schema.triggers WHERE trigger_schema = ? ORDER BY event_object_table, trigger_name`,
	`SELECT CONCAT(LOWER(routine_type), ' ', routine_name), CONCAT_WS(' ', routine_definition, dtd_identifier, definer, security_type) FROM information_schema.routines WHERE routine_schema = ? ORDER BY routine_name`,
	`SELECT CONCAT('view ', table_name), view_definition FROM information_schema.views WHERE table_schema = ?`,
	`SELECT CONCAT('event ', event_name), CONCAT_WS(' ', event_definition, status, execute_at, interval_value, interval_field, starts, ends) FROM information_schema.events WHERE event_schema = ?`,
}

// defined is what there is now. It sees that it is known what there was.
func (g *guest) defined(ctx context.Context) (now map[string]string, err error) {
	if g.definitions == nil {
		if g.definitions, err = g.definitionsOf(ctx, g.Original); err != nil {
			return nil, err
		}
	}
	return g.definitionsOf(ctx, g.Copy)
}

func (g *guest) definitionsOf(ctx context.Context, database string) (map[string]string, error) {
	found := map[string]string{}
	for _, query := range definitionQueries {
		rows, err := g.conn.QueryContext(ctx, query, database)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var name string
			var part *string
			if err := rows.Scan(&name, &part); err != nil {
				rows.Close()
				return nil, err
			}
			if part != nil {
				found[name] += strings.ReplaceAll(*part, identifier(database)+".", "") + "\n"
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// redefined is what was made, altered or removed since the last look.
func (g *guest) redefined(now look) (changes []suite.Change) {
	if now.definitions == nil {
		return nil
	}
	last := g.last.definitions
	if last == nil {
		last = g.definitions
	}
	plain := func(name string) string { return strings.TrimPrefix(name, "table ") }
	for _, name := range slices.Sorted(maps.Keys(now.definitions)) {
		switch was, known := last[name]; {
		case !known:
			changes = append(changes, suite.Change{Alias: g.Alias, Where: "schema", New: plain(name)})
		case was != now.definitions[name]:
			changes = append(changes, suite.Change{Alias: g.Alias, Where: "schema", Old: plain(name), New: plain(name) + ", altered"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(last)) {
		if _, there := now.definitions[name]; !there {
			changes = append(changes, suite.Change{Alias: g.Alias, Where: "schema", Old: plain(name)})
		}
	}
	return changes
}
