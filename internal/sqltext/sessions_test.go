package sqltext_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/sqltext"
)

func TestHolds(t *testing.T) {
	for text, want := range map[string]string{
		"SET search_path = app, public":                          "setting search_path",
		"set session statement_timeout to 5":                     "setting statement_timeout",
		"SET LOCAL lock_timeout = '1s'":                          "",
		"SET CONSTRAINTS ALL DEFERRED":                           "",
		"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY":   "",
		"SET TIME ZONE 'Asia/Tokyo'":                             "setting timezone",
		"SET search_path TO DEFAULT":                             "-setting search_path",
		"RESET search_path":                                      "-setting search_path",
		"RESET ALL":                                              "-",
		"DISCARD ALL":                                            "-",
		"SELECT set_config('app.user', 'ann', false)":            "setting app.user",
		"SELECT set_config('app.user', 'ann', true)":             "",
		"SELECT pg_advisory_lock(77)":                            "advisory lock",
		"SELECT pg_advisory_xact_lock(77)":                       "",
		"SELECT pg_catalog.pg_advisory_unlock(77)":               "-advisory lock",
		"SELECT GET_LOCK('jobs', 10)":                            "advisory lock",
		"LOCK TABLES a WRITE":                                    "lock of tables",
		"LOCK TABLE a IN SHARE MODE":                             "",
		"UNLOCK TABLES":                                          "-lock of tables",
		"CREATE TEMP TABLE IF NOT EXISTS orders (id int)":        "temporary table orders",
		"CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1":         "temporary view v",
		"CREATE TABLE temp (id int)":                             "",
		"DROP TABLE IF EXISTS orders":                            "-temporary table orders",
		"DROP TEMPORARY TABLE orders":                            "-temporary table orders",
		"SET GLOBAL sql_mode = ''":                               "server's variable sql_mode",
		"SET @@global.max_connections = 5":                       "server's variable max_connections",
		"SET @@session.sql_mode = DEFAULT":                       "-setting sql_mode",
		"SET @user = 'ann'":                                      "variable user",
		"SET FOREIGN_KEY_CHECKS = 0":                             "setting foreign_key_checks",
		"PRAGMA foreign_keys = OFF":                              "pragma foreign_keys",
		"PRAGMA table_info(people)":                              "",
		"ATTACH DATABASE 'x.db' AS other":                        "attached database other",
		"DETACH other":                                           "-attached database other",
		"LISTEN jobs":                                            "channel jobs",
		"PREPARE q AS SELECT 1":                                  "prepared statement q",
		"DEALLOCATE q":                                           "-prepared statement q",
		"SET role clerk; INSERT INTO t VALUES (';'); RESET role": "setting role, -setting role",
		"UPDATE people SET name = 'x'":                           "",
		"":                                                       "", ";": "", "SET": "", "CREATE TEMP": "", "PREPARE": "", "DROP": "", "SET @@": "", "ATTACH": "", "DROP INDEX x": "",
	} {
		var got []string
		for _, h := range sqltext.Holds(text) {
			got = append(got, map[bool]string{true: "-"}[h.Ends]+h.What)
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("Holds(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzHolds(f *testing.F) {
	f.Add("SET x = 1; CREATE TEMP TABLE t(x int); SELECT set_config('a', 'b', false)")
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range sqltext.Holds(text) {
			if h.What == "" && !h.Ends {
				t.Errorf("Holds(%q) has nothing held", text)
			}
			_ = fmt.Sprint(h)
		}
	})
}
