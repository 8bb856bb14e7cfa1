package cloning

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // what suites open PostgreSQL databases with
)

type postgres struct{}

func (postgres) driver() string { return "pgx" }

// ours tells schemas of users in pg_namespace n.
const ours = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

// contents has the server digest its rows.
func (postgres) contents(ctx context.Context, db *sql.DB) (contents, error) {
	in := func(catalog, namespace string) string {
		return " FROM " + catalog + " JOIN pg_namespace n ON n.oid = " + namespace + " WHERE " + ours + " "
	}
	queries := map[string]string{
		"columns": `SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation::regcollation::text, a.attgenerated::text, a.attidentity::text, a.attacl::text, pg_get_expr(d.adbin, d.adrelid)` +
			in(`pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum`, "c.relnamespace") + `ORDER BY 1, 2, a.attnum`,
		"relations":     `SELECT n.nspname, c.relname, c.relkind::text, c.relpersistence::text, c.relacl::text, c.relrowsecurity, c.reloptions::text, CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END` + in("pg_class c", "c.relnamespace") + `ORDER BY 1, 2`,
		"constraints":   `SELECT n.nspname, r.conrelid::regclass::text, r.conname, pg_get_constraintdef(r.oid)` + in("pg_constraint r", "r.connamespace") + `ORDER BY 1, 2, 3`,
		"indexes":       `SELECT pg_get_indexdef(i.indexrelid)` + in("pg_index i JOIN pg_class c ON c.oid = i.indexrelid", "c.relnamespace") + `ORDER BY 1`,
		"triggers":      `SELECT t.tgrelid::regclass::text, t.tgenabled::text, pg_get_triggerdef(t.oid)` + in("pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid", "c.relnamespace") + `AND NOT t.tgisinternal ORDER BY 1, 3`,
		"functions":     `SELECT n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), p.prosrc, p.proacl::text` + in("pg_proc p", "p.pronamespace") + `ORDER BY 1, 2, 3`,
		"types":         `SELECT n.nspname, t.typname, t.typtype::text, e.enumlabel, e.enumsortorder::text` + in("pg_type t LEFT JOIN pg_enum e ON e.enumtypid = t.oid", "t.typnamespace") + `AND t.typtype IN ('e', 'd') ORDER BY 1, 2, 5`,
		"policies":      `SELECT schemaname, tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2, 3`,
		"extensions":    `SELECT extname, extversion FROM pg_extension ORDER BY 1`,
		"large objects": `SELECT loid::text, md5(string_agg(data, ''::bytea ORDER BY pageno)) FROM pg_largeobject GROUP BY 1 ORDER BY 1`,
		"the encoding":  `SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = current_database()`,
	}
	for _, kind := range []struct{ what, kinds, query string }{
		{"table ", "'r', 'p', 'm'", `SELECT count(*)::text, sum(hashtextextended(t::text, 0)::numeric)::text FROM %s t`},
		{"sequence ", "'S'", `SELECT last_value::text, is_called FROM %s`},
	} {
		names, err := column(ctx, db, `SELECT c.oid::regclass::text`+in("pg_class c", "c.relnamespace")+`AND c.relkind IN (`+kind.kinds+`) AND c.relispopulated`)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			queries[kind.what+name] = fmt.Sprintf(kind.query, name)
		}
	}
	return digests(ctx, db, queries)
}

// touching updates rows to what they were, which is a new version of them.
func (postgres) touching(ctx context.Context, db *sql.DB) (first string, touch []string, err error) {
	candidates, err := column(ctx, db, `SELECT c.oid::regclass || ' SET ' || quote_ident(a.attname) || ' = ' || quote_ident(a.attname)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relkind = 'r' AND `+ours+` AND a.attnum = (SELECT max(attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
		ORDER BY pg_relation_size(c.oid) DESC, c.relname`)
	if err != nil {
		return "", nil, err
	}
	for _, c := range candidates {
		table, _, _ := strings.Cut(c, " SET ")
		var rows int
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+table+" LIMIT 1) one").Scan(&rows); err != nil {
			return "", nil, err
		}
		if rows == 0 {
			continue
		}
		if first == "" {
			first = "SELECT count(*) FROM (SELECT 1 FROM " + table + " LIMIT 1) one"
		}
		touch = append(touch, "UPDATE "+c+" WHERE ctid = (SELECT ctid FROM "+table+" LIMIT 1)")
		if len(touch) == touched {
			break
		}
	}
	return first, touch, nil
}

func (postgres) scribble() []string {
	return []string{"CREATE TABLE ptr_scribble AS SELECT 1 AS one", "CREATE SEQUENCE ptr_scribbles"}
}
