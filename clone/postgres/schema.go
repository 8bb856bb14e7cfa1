package postgres

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/sqltext"
	"github.com/ptr-project/ptr/suite"
)

// What is looked at of relations, and of which: not temporary ones, and none of the
// server's own.
const (
	definition = "c.oid, c.relkind, c.relnatts, c.relchecks, c.relhastriggers, c.relhasrules, c.relrowsecurity, c.reloptions"
	relations  = "c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.oid >= 16384 AND c.relpersistence <> 't'"
	quotedName = `format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""'))`
	ofUsers    = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
)

// schemaAtAGlance are relations and what can be seen of their definitions at a glance: not
// the bodies of functions and views, for example.
const schemaAtAGlance = "SELECT " + quotedName + ", concat_ws(' ', " + definition + ") FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + relations + " AND " + ofUsers

// schemaClosely has digests of all that belongs to relations, such as columns, triggers and
// indexes, and what is no relation. It takes PostgreSQL 14, which can hash rows. Whether keys are
// enforced is told of a table alone that has them switched off: others' come and go with the tables
// that refer to it.
const schemaClosely = `WITH parts(of, digest) AS (
		SELECT attrelid, hash_record_extended(ROW(attname, atttypid, atttypmod, attnotnull, attidentity, attgenerated, attcollation), 0) FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
		UNION ALL SELECT adrelid, hash_record_extended(ROW(adnum, adbin::text), 1) FROM pg_attrdef WHERE oid >= 16384
		UNION ALL SELECT conrelid, hash_record_extended(ROW(conname, contype, condeferrable, condeferred, convalidated, conkey, confkey, confrelid, conbin::text), 2) FROM pg_constraint WHERE oid >= 16384
		UNION ALL SELECT tgrelid, hash_record_extended(ROW(tgname, tgenabled, tgtype, tgfoid, tgargs, tgqual::text), 3) FROM pg_trigger WHERE NOT tgisinternal
		UNION ALL SELECT tgrelid, hash_record_extended(ROW(tgname, tgenabled), 4) FROM pg_trigger WHERE tgisinternal AND tgenabled <> 'O'
		UNION ALL SELECT indrelid, hash_record_extended(ROW(indexrelid, indisunique, indisvalid), 5) FROM pg_index WHERE indexrelid >= 16384
		UNION ALL SELECT ev_class, hash_record_extended(ROW(rulename, ev_enabled, ev_action::text), 6) FROM pg_rewrite WHERE oid >= 16384
		UNION ALL SELECT polrelid, hash_record_extended(ROW(polname, polcmd, polroles, polqual::text, polwithcheck::text), 7) FROM pg_policy
	), whole(of, digest) AS (SELECT of, sum(digest) FROM parts GROUP BY of)
	SELECT ` + quotedName + ", concat_ws(' ', " + definition + `, c.relacl, w.digest) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN whole w ON w.of = c.oid
		WHERE ` + relations + " AND " + ofUsers + `
	UNION ALL SELECT 'function ' || p.oid::regprocedure, hash_record_extended(ROW(prosrc, proconfig, provolatile, proisstrict, prosecdef, prolang, prorettype, proacl::text), 0)::text
		FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
		WHERE p.oid >= 16384 AND ` + ofUsers + ` AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
	UNION ALL SELECT 'type ' || t.oid::regtype, concat_ws(' ', typtype, typnotnull, typdefault, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
		FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
		WHERE t.oid >= 16384 AND typtype IN ('e', 'd') AND ` + ofUsers + ` AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
	UNION ALL SELECT 'schema ' || quote_ident(nspname), coalesce(nspacl::text, '') FROM pg_namespace n WHERE oid >= 16384 AND ` + ofUsers + `
	UNION ALL SELECT 'extension ' || quote_ident(extname), extversion FROM pg_extension
	UNION ALL SELECT 'role ' || rolname, hash_record_extended(ROW(rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolpassword,
		(SELECT array_agg(roleid ORDER BY roleid) FROM pg_auth_members WHERE member = a.oid)), 0)::text FROM pg_authid a WHERE oid >= 16384
	UNION ALL ` + settingsOfAll

// settingsOfAll are what sessions begin with, of the database and of roles.
const settingsOfAll = `SELECT concat_ws(' of ', 'settings', 'role ' || rolname, 'database ' || nullif(datname, current_database())), array_to_string(setconfig, ', ')
	FROM pg_db_role_setting LEFT JOIN pg_roles r ON r.oid = setrole LEFT JOIN pg_database d ON d.oid = setdatabase`

// Digests of relations at a glance, and of what no event trigger tells of.
const (
	digestAtAGlance = "(SELECT sum(hashtextextended(concat_ws(' ', " + definition + "), 0)) FROM pg_class c WHERE " + relations + ")"
	digestOfShared  = `(SELECT sum(hashtextextended(s::text, 0)) FROM pg_db_role_setting s), (SELECT sum(hashtextextended(a::text, 0)) FROM pg_authid a WHERE oid >= 16384),
		(SELECT sum(hashtextextended(m::text, 0)) FROM pg_auth_members m)`
)

// readSchema are the definitions that there are, by name. Names of relations are quoted.
func (b *beside) readSchema(ctx context.Context) (map[string]string, error) {
	query := schemaAtAGlance
	if b.closely {
		query = schemaClosely
	}
	rows, err := b.conn.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			return nil, err
		}
		found[name] = definition
	}
	return found, rows.Err()
}

// definitions are those that were made, altered or removed since the last look. Heard are the
// statements for that which the stream has told of.
func (b *beside) definitions(ctx context.Context, heard []string) (changes []suite.Change, err error) {
	digest := "SELECT " + digestAtAGlance + "::text"
	if b.closely {
		digest = "SELECT concat_ws(' ', " + digestAtAGlance + ", " + digestOfShared + ")"
	}
	same, err := b.glance(ctx, &b.schemaDigest, digest)
	if same && len(heard) == 0 || err != nil {
		return nil, err
	}
	now, err := b.readSchema(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was, known := b.lastSeen[name]; !known || was != now[name] {
			changes = append(changes, b.altered(name, was, now[name], known, heard))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.lastSeen)) {
		if _, there := now[name]; !there {
			changes = append(changes, b.altered(name, b.lastSeen[name], "", true, heard))
		}
	}
	b.lastSeen = now
	return changes, nil
}

// altered is what became of one definition. Settings are their own.
func (b *beside) altered(name, was, now string, known bool, heard []string) suite.Change {
	c := suite.Change{Alias: b.alias, Where: "schema"}
	switch {
	case name == "settings", strings.HasPrefix(name, "settings of "):
		c.Where, c.Old, c.New = name, was, now
	case !known:
		c.New = plain(name)
	case now == "":
		c.Old = plain(name)
	default:
		c.Old, c.New = plain(name), plain(name)+", altered"+by(heard, name)
	}
	return c
}

// by is such as " by ALTER TABLE people ADD x int": the first of statements that has a name.
func by(heard []string, name string) string {
	target := plain(name)
	if _, rest, kind := strings.Cut(target, " "); kind && target == name {
		target, _, _ = strings.Cut(rest, "(") // of "function total(integer)"
	}
	for _, statement := range heard {
		for _, word := range sqltext.Words(statement) {
			if sqltext.Names("table "+target, strings.TrimPrefix(word, `"`)) {
				return " by " + strings.Join(strings.Fields(statement), " ")
			}
		}
	}
	return ""
}
