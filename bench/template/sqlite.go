package template

import (
	"fmt"
	"strings"
)

type sqlite struct{}

func (sqlite) even(megabytes int) string {
	var b strings.Builder
	for i := range evenTables {
		fmt.Fprintf(&b, "CREATE TABLE t%02d (id INTEGER PRIMARY KEY, body BLOB);\n", i)
		fmt.Fprintf(&b, "INSERT INTO t%02d WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) SELECT i, randomblob(%d) FROM n;\n",
			i, megabytes*megabyte/evenTables/evenRow, evenRow-32)
	}
	return b.String()
}

func (sqlite) chain(tables int) string {
	return once(chained(tables, `CREATE TABLE t0000 (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO t0000 VALUES (1, 'one'), (2, 'two'), (3, 'three');
`, `CREATE TABLE t{n} (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, before_id INTEGER NOT NULL REFERENCES t{before} (id), at TEXT);
CREATE INDEX t{n}_before ON t{n} (before_id);
INSERT INTO t{n} VALUES (1, 'one', 1, '2026-01-01'), (2, 'two', 2, NULL), (3, 'three', 3, NULL);
`))
}

// migrations have foreign keys in their tables: SQLite adds none afterwards.
func (sqlite) migrations(tables int) string {
	return chained(tables, `CREATE TABLE t0000 (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO t0000 VALUES (1, 'one');
`, `CREATE TABLE t{n} (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, before_id INTEGER NOT NULL REFERENCES t{before} (id), at TEXT);
CREATE INDEX t{n}_before ON t{n} (before_id);
INSERT INTO t{n} VALUES (1, 'one', 1, '2026-01-01');
INSERT INTO t{n} VALUES (2, 'two', 1, NULL);
INSERT INTO t{n} VALUES (3, 'three', 1, NULL);
`)
}
