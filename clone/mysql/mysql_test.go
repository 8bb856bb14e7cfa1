package mysql_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
)

func TestMain(m *testing.M) {
	clonetest.Leave(at)
	os.Exit(clonetest.Main(m))
}

// isMariaDB tells MariaDB's server from MySQL's, by what tests use that only one has.
func isMariaDB() bool { return strings.HasSuffix(mysql.New(mysql.Options{}).Version(), "MariaDB") }

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
CREATE TABLE people(id int AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL, FULLTEXT KEY words (name)) ENGINE=InnoDB;
CREATE TABLE log(id bigint unsigned AUTO_INCREMENT PRIMARY KEY, line text) AUTO_INCREMENT=4711;
INSERT INTO people(name) VALUES ('ann');
DELIMITER //
CREATE TRIGGER noting AFTER INSERT ON people FOR EACH ROW BEGIN INSERT INTO log(line) VALUES (NEW.name); END//
CREATE PROCEDURE greet(OUT said text) BEGIN SET said = 'hello'; END//
CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN 2 * n//
DELIMITER ;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO DELETE FROM log;
CREATE VIEW shouting AS SELECT upper(name) AS name FROM people;
CREATE TABLE odd(a varchar(20) CHARACTER SET latin1 COLLATE latin1_german2_ci, ` + "`b``c`" + ` decimal(30, 10), d blob, e timestamp(6) NULL, f json,
	g enum('sad', 'ok'), h set('x', 'y'), i bit(9), j int GENERATED ALWAYS AS (length(a)) STORED, k point, l double, m year, n int AS (1 + 1) VIRTUAL);
INSERT INTO odd(a, ` + "`b``c`" + `, d, e, f, g, h, i, k, l, m) VALUES ('it''s é', '-1.0000000001', x'00ff', '2001-02-03 04:05:06.789', '{"a": [1, null]}', 'ok', 'x,y', b'101', POINT(1, 2), -1e300, 1999), (NULL, 0, '', NULL, 'null', NULL, '', 0, NULL, 0, NULL);
CREATE TABLE child(id int PRIMARY KEY, person int, CONSTRAINT belongs FOREIGN KEY (person) REFERENCES people(id) ON DELETE CASCADE, CHECK (id > 0));
INSERT INTO child VALUES (1, 1);
CREATE TABLE parted(k int) PARTITION BY RANGE (k) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO parted VALUES (3), (30);
CREATE TABLE old(x int) ENGINE=MyISAM; INSERT INTO old VALUES (7);
CREATE USER IF NOT EXISTS reader@localhost IDENTIFIED BY 'secret' WITH MAX_USER_CONNECTIONS 7;
GRANT SELECT (name) ON people TO reader@localhost;
ALTER TABLE people COMMENT 'who is there';
`

// facets are what every clone has in common with its template.
func facets() []clonetest.Facet {
	return []clonetest.Facet{
		{Name: "rows of all kinds", Query: "SELECT GROUP_CONCAT(CONCAT_WS('|', a, `b``c`, hex(d), e, f, g, h, bin(i), j, ST_AsText(k), l, m, n) ORDER BY a SEPARATOR ';') FROM odd"},
		{Name: "definitions of tables", Query: "SELECT GROUP_CONCAT(CONCAT_WS(' ', table_name, column_name, column_type, character_set_name, collation_name, column_default, extra, generation_expression) ORDER BY table_name, ordinal_position SEPARATOR ';') FROM information_schema.columns WHERE table_schema = database()"},
		{Name: "indexes", Query: "SELECT GROUP_CONCAT(CONCAT_WS(' ', table_name, index_name, column_name, index_type) ORDER BY table_name, index_name, seq_in_index SEPARATOR ';') FROM information_schema.statistics WHERE table_schema = database()"},
		{Name: "foreign keys", Query: "SELECT CONCAT(constraint_name, delete_rule) FROM information_schema.referential_constraints WHERE constraint_schema = database()"},
		{Name: "checks", Query: "SELECT GROUP_CONCAT(check_clause ORDER BY check_clause) FROM information_schema.check_constraints WHERE constraint_schema = database()"},
		{Name: "the position of AUTO_INCREMENT", Query: "SELECT CAST(auto_increment AS char) FROM information_schema.tables WHERE table_schema = database() AND table_name = 'log'"},
		{Name: "triggers", Query: "SELECT CONCAT(trigger_name, action_statement, definer) FROM information_schema.triggers WHERE trigger_schema = database()"},
		{Name: "routines", Query: "SELECT GROUP_CONCAT(CONCAT(routine_name, routine_definition) ORDER BY routine_name) FROM information_schema.routines WHERE routine_schema = database()"},
		{Name: "events", Query: "SELECT CONCAT_WS(' ', event_name, event_definition, status, starts) FROM information_schema.events WHERE event_schema = database()"},
		{Name: "views", Query: "SELECT name FROM shouting"},
		{Name: "full-text search", Query: "SELECT CAST(count(*) AS char) FROM people WHERE MATCH(name) AGAINST ('ann' IN BOOLEAN MODE)"},
		{Name: "partitions", Query: "SELECT CAST(count(*) AS char) FROM parted PARTITION (p1)"},
		{Name: "other engines", Query: "SELECT CAST(x AS char) FROM old", Part: clone.OtherEngines},
		{Name: "users, with passwords and limits", Query: "SELECT CONCAT(authentication_string, max_user_connections) FROM mysql.user WHERE user = 'reader'"},
		{Name: "grants", Query: "SELECT CONCAT(privilege_type, column_name) FROM information_schema.column_privileges WHERE grantee LIKE '%reader%' AND table_schema = database()", Part: clone.Grants},
		{Name: "comments", Query: "SELECT table_comment FROM information_schema.tables WHERE table_schema = database() AND table_name = 'people'"},
		{Name: "the character set of the database", Query: "SELECT CONCAT(default_character_set_name, default_collation_name) FROM information_schema.schemata WHERE schema_name = database()"},
		{Name: "time zones", Query: "SELECT CAST(CONVERT_TZ('2020-07-01 12:00:00', 'UTC', 'Europe/Berlin') AS char)"},
		{Name: "a routine that is called", Query: "SELECT CAST(twice(4) AS char)"},
	}
}

func TestConformance(t *testing.T) { clonetest.Run(t, subject()) }

// subject is the backend with servers of ptr's own.
func subject() clonetest.Subject {
	return clonetest.Subject{
		New: func(t *testing.T) clone.Backend {
			return mysql.New(mysql.Options{Host: clonetest.Host(t, false), Cache: cache(t)})
		},
		Driver: "mysql", Names: "SELECT GROUP_CONCAT(name ORDER BY id SEPARATOR ' ') FROM people", Schema: schema, Facets: facets(), Spoils: spoils(),
	}
}

func spoils() []clonetest.Spoil {
	remove := func(files ...string) func(*testing.T, clone.Template) {
		return func(t *testing.T, template clone.Template) {
			for _, file := range files {
				if err := os.RemoveAll(filepath.Join(template.Path, file)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return []clonetest.Spoil{
		{Name: "not there", Do: remove("."), Want: clone.ErrEmpty},
		{Name: "without its system tablespace", Do: remove("ibdata1"), Want: clone.ErrCorrupt},
		{Name: "without its privileges", Do: remove("mysql", "mysql.ibd"), Want: clone.ErrCorrupt},
		{Name: "open in a server", Want: clone.ErrBusy, Do: func(t *testing.T, template clone.Template) {
			if err := os.WriteFile(filepath.Join(template.Path, "ptr.pid"), []byte("1\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	}
}
