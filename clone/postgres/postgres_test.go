package postgres_test

import (
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/postgres"
)

func TestMain(m *testing.M) {
	clonetest.Leave(at)
	os.Exit(clonetest.Main(m))
}

// cache has the empty data directory for all tests of this process.
func cache(t testing.TB) string {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "ptr-test")
}

// schema has what copies of databases have been known to lose.
const schema = `
CREATE EXTENSION pg_trgm;
DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD 'secret' CONNECTION LIMIT 7; EXCEPTION WHEN duplicate_object THEN NULL; END $$; -- other templates on the server have it
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE people(id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE log(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log(line) VALUES (new.name); RETURN new; END $$;
INSERT INTO people(name) VALUES ('ann');
CREATE TRIGGER noting AFTER INSERT ON people FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE odd(a text COLLATE "C", "b""c" numeric, d bytea, e timestamptz, f jsonb, g mood, h positive, i int[], j int GENERATED ALWAYS AS (length(a)) STORED);
INSERT INTO odd VALUES ('it''s', 'NaN', '\x00ff', '-infinity', '{"a": [1, null]}', 'ok', 7, '{1,NULL,3}'), (NULL, 1e-20, '', 'epoch', 'null', NULL, NULL, '{}');
CREATE SEQUENCE steps START 5 INCREMENT 3; SELECT nextval('steps'), nextval('steps');
CREATE VIEW shouting AS SELECT upper(name) AS name FROM people;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM people;
CREATE TABLE parted(k int) PARTITION BY RANGE (k); CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10); INSERT INTO parted VALUES (3);
CREATE UNLOGGED TABLE fleeting(x int); INSERT INTO fleeting VALUES (1);
CREATE INDEX by_name ON people USING gin (name gin_trgm_ops);
CREATE POLICY mine ON people TO reader USING (name = current_user); GRANT SELECT (name) ON people TO reader;
COMMENT ON TABLE people IS 'who is there';
CREATE RULE quiet AS ON DELETE TO log DO INSTEAD NOTHING;
SELECT lo_from_bytea(4711, '\xdeadbeef');
COPY log(line) FROM stdin;
copied
\.
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = %L', current_database(), '5MB'); END $$;
ANALYZE;
`

// facets are what every clone has in common with its template.
func facets() []clonetest.Facet {
	return []clonetest.Facet{
		{Name: "rows of all kinds", Query: "SELECT string_agg(o::text, ';' ORDER BY a) FROM odd o"},
		{Name: "the position of a sequence", Query: "SELECT last_value || is_called::text FROM steps"},
		{Name: "the position of a serial", Query: "SELECT last_value::text FROM people_id_seq"},
		{Name: "extensions", Query: "SELECT string_agg(extname || extversion, ' ' ORDER BY extname) FROM pg_extension"},
		{Name: "roles, with passwords and limits", Query: "SELECT rolpassword || rolconnlimit FROM pg_authid WHERE rolname = 'reader'"},
		{Name: "grants", Query: "SELECT attacl::text FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'name'"},
		{Name: "policies", Query: "SELECT string_agg(polname, ' ') FROM pg_policy"},
		{Name: "settings of the database", Query: "SELECT current_setting('work_mem')", Part: clone.Settings},
		{Name: "large objects", Query: "SELECT encode(lo_get(4711), 'hex')"},
		{Name: "views", Query: "SELECT name FROM shouting"},
		{Name: "materialized views", Query: "SELECT n::text FROM counted"},
		{Name: "partitions", Query: "SELECT tableoid::regclass::text FROM parted"},
		{Name: "unlogged tables", Query: "SELECT count(*)::text FROM fleeting"},
		{Name: "indexes", Query: "SELECT string_agg(indexdef, ';' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'"},
		{Name: "comments", Query: "SELECT obj_description('people'::regclass)"},
		{Name: "rules", Query: "SELECT string_agg(definition, ';') FROM pg_rules WHERE schemaname = 'public'"},
		{Name: "collations", Query: "SELECT collation_name FROM information_schema.columns WHERE table_name = 'odd' AND column_name = 'a'"},
		{Name: "the encoding and locale", Query: "SELECT encoding || datcollate || datctype FROM pg_database WHERE datname = current_database()"},
		{Name: "statistics", Query: "SELECT reltuples::text FROM pg_class WHERE relname = 'odd'", Part: clone.Statistics},
		{Name: "rows of COPY", Query: "SELECT line FROM log"},
	}
}

func TestConformance(t *testing.T) { clonetest.Run(t, subject()) }

// subject is the backend with servers of ptr's own.
func subject() clonetest.Subject {
	return clonetest.Subject{
		New: func(t *testing.T) clone.Backend {
			return postgres.New(postgres.Options{Host: clonetest.Host(t, false), Cache: cache(t)})
		},
		Driver: "pgx", Names: "SELECT string_agg(name, ' ' ORDER BY id) FROM people", Schema: schema, Facets: facets(), Spoils: spoils(),
	}
}

func spoils() []clonetest.Spoil {
	remove := func(file string) func(*testing.T, clone.Template) {
		return func(t *testing.T, template clone.Template) {
			if err := os.RemoveAll(filepath.Join(template.Path, file)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return []clonetest.Spoil{
		{Name: "not there", Do: remove("."), Want: clone.ErrEmpty},
		{Name: "without a version", Do: remove("PG_VERSION"), Want: clone.ErrCorrupt},
		{Name: "without its control file", Do: remove("global/pg_control"), Want: clone.ErrCorrupt},
		{Name: "open in a server", Want: clone.ErrBusy, Do: func(t *testing.T, template clone.Template) {
			if err := os.WriteFile(filepath.Join(template.Path, "postmaster.pid"), []byte("1\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	}
}
