package cloning

import (
	"context"
	"database/sql"
	"maps"
	"strings"

	_ "github.com/go-sql-driver/mysql" // what suites open MariaDB and MySQL databases with
)

type mysql struct{}

func (mysql) driver() string { return "mysql" }

// contents has the server digest its rows. What is called after the database itself
// counts as the same.
func (mysql) contents(ctx context.Context, db *sql.DB) (contents, error) {
	const here = "WHERE table_schema = database() "
	queries := map[string]string{
		"columns":           "SELECT table_name, column_name, ordinal_position, column_default, is_nullable, column_type, character_set_name, collation_name, column_key, extra, generation_expression FROM information_schema.columns " + here + "ORDER BY 1, 3",
		"tables":            "SELECT table_name, table_type, engine, row_format, table_collation, auto_increment, create_options, table_comment FROM information_schema.tables " + here + "ORDER BY 1",
		"indexes":           "SELECT table_name, index_name, seq_in_index, column_name, sub_part, non_unique, index_type FROM information_schema.statistics " + here + "ORDER BY 1, 2, 3",
		"constraints":       "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints " + here + "ORDER BY 1, 2",
		"foreign keys":      "SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name FROM information_schema.key_column_usage " + here + "ORDER BY 1, 2, ordinal_position",
		"triggers":          "SELECT trigger_name, event_manipulation, event_object_table, action_timing, action_statement, definer FROM information_schema.triggers WHERE trigger_schema = database() ORDER BY 1",
		"routines":          "SELECT routine_name, routine_type, routine_definition, definer FROM information_schema.routines WHERE routine_schema = database() ORDER BY 1",
		"events":            "SELECT event_name, event_definition, status, definer FROM information_schema.events WHERE event_schema = database() ORDER BY 1",
		"views":             "SELECT table_name, REPLACE(view_definition, CONCAT('`', database(), '`.'), '') FROM information_schema.views " + here + "ORDER BY 1",
		"the character set": "SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = database()",
	}
	names, err := column(ctx, db, "SELECT table_name FROM information_schema.tables "+here+"AND table_type IN ('BASE TABLE', 'SEQUENCE')")
	if err != nil {
		return nil, err
	}
	rows := map[string]string{}
	for _, name := range names {
		columns, err := column(ctx, db, "SELECT CONCAT('IFNULL(HEX(`', REPLACE(column_name, '`', '``'), '`), ''-'')') FROM information_schema.columns "+here+"AND table_name = ? ORDER BY ordinal_position", name)
		if err != nil {
			return nil, err
		}
		rows["table "+name] = "SELECT COUNT(*), SUM(CONV(LEFT(SHA2(CONCAT_WS('|', " + strings.Join(columns, ", ") + "), 256), 12), 16, 10)) FROM " + backquoted(name)
	}
	// Of a table that nobody has opened MySQL tells the last number of AUTO_INCREMENT, of
	// others the next: so rows come first.
	found, err := digests(ctx, db, rows)
	if err != nil {
		return nil, err
	}
	rest, err := digests(ctx, db, queries)
	maps.Copy(found, rest)
	return found, err
}

func backquoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// touching changes a text that is part of no key, since a row that stays as it was
// is not written.
func (mysql) touching(ctx context.Context, db *sql.DB) (first string, touch []string, err error) {
	rows, err := db.QueryContext(ctx, `SELECT t.table_name, min(c.column_name) FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
		WHERE t.table_schema = database() AND t.table_type = 'BASE TABLE' AND t.table_rows > 0 AND c.column_key = '' AND COALESCE(c.generation_expression, '') = ''
		AND c.data_type IN ('char', 'varchar', 'text', 'mediumtext', 'longtext', 'blob', 'mediumblob', 'longblob')
		GROUP BY t.table_name, t.data_length ORDER BY t.data_length DESC, t.table_name LIMIT ?`, touched)
	if err != nil {
		return "", nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return "", nil, err
		}
		if first == "" {
			first = "SELECT COUNT(*) FROM (SELECT 1 FROM " + backquoted(table) + " LIMIT 1) one"
		}
		c := backquoted(column)
		touch = append(touch, "UPDATE "+backquoted(table)+" SET "+c+" = IF("+c+" = 'x', 'y', 'x') LIMIT 1")
	}
	return first, touch, rows.Err()
}

func (mysql) scribble() []string {
	return []string{"CREATE TABLE ptr_scribble AS SELECT 1 AS one", "CREATE VIEW ptr_scribbles AS SELECT 1 AS one"}
}
