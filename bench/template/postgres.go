package template

import (
	"fmt"
	"strings"
)

type postgres struct{}

func (postgres) even(megabytes int) string {
	var b strings.Builder
	for i := range evenTables {
		fmt.Fprintf(&b, "CREATE TABLE t%02d (id SERIAL PRIMARY KEY, body TEXT);\n", i)
		fmt.Fprintf(&b, "INSERT INTO t%02d (body) SELECT (SELECT string_agg(md5(random()::text || i || j), '') FROM generate_series(1, %d) j) FROM generate_series(1, %d) i;\n",
			i, (evenRow-64)/32, megabytes*megabyte/evenTables/evenRow)
	}
	return b.String()
}

func (postgres) chain(tables int) string {
	return once(chained(tables, `CREATE TABLE t0000 (id SERIAL PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO t0000 (name) VALUES ('one'), ('two'), ('three');
`, `CREATE TABLE t{n} (id SERIAL PRIMARY KEY, name TEXT NOT NULL UNIQUE, before_id INTEGER NOT NULL REFERENCES t{before} (id), at TEXT);
CREATE INDEX t{n}_before ON t{n} (before_id);
INSERT INTO t{n} (name, before_id, at) VALUES ('one', 1, '2026-01-01'), ('two', 2, NULL), ('three', 3, NULL);
`))
}

func (postgres) migrations(tables int) string {
	return chained(tables, `CREATE TABLE t0000 (id SERIAL PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO t0000 (name) VALUES ('one');
`, `CREATE TABLE t{n} (id SERIAL PRIMARY KEY, name TEXT NOT NULL UNIQUE, before_id INTEGER NOT NULL, at TEXT);
CREATE INDEX t{n}_before ON t{n} (before_id);
ALTER TABLE t{n} ADD CONSTRAINT t{n}_refers FOREIGN KEY (before_id) REFERENCES t{before} (id);
INSERT INTO t{n} (name, before_id, at) VALUES ('one', 1, '2026-01-01');
INSERT INTO t{n} (name, before_id, at) VALUES ('two', 1, NULL);
INSERT INTO t{n} (name, before_id, at) VALUES ('three', 1, NULL);
`)
}
