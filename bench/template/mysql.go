package template

import (
	"fmt"
	"strings"
)

type mysql struct{}

func (mysql) even(megabytes int) string {
	rows := megabytes * megabyte / evenTables / evenRow
	var b strings.Builder
	for i := range evenTables {
		fmt.Fprintf(&b, "CREATE TABLE t%02d (id INT AUTO_INCREMENT PRIMARY KEY, body TEXT);\n", i)
		body := "CONCAT(SHA2(RAND(), 256)" + strings.Repeat(", SHA2(RAND(), 256)", evenRow/64-2) + ")"
		fmt.Fprintf(&b, "INSERT INTO t%02d (body) VALUES (%s);\n", i, body)
		for n := 1; n < rows; n *= 2 {
			fmt.Fprintf(&b, "INSERT INTO t%02d (body) SELECT %s FROM t%02d LIMIT %d;\n", i, body, i, min(n, rows-n))
		}
	}
	return b.String()
}

func (mysql) chain(tables int) string {
	return once(chained(tables, `CREATE TABLE t0000 (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL);
INSERT INTO t0000 (name) VALUES ('one'), ('two'), ('three');
`, `CREATE TABLE t{n} (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL UNIQUE, before_id INT NOT NULL, at TEXT,
	KEY t{n}_before (before_id), CONSTRAINT t{n}_refers FOREIGN KEY (before_id) REFERENCES t{before} (id));
INSERT INTO t{n} (name, before_id, at) VALUES ('one', 1, '2026-01-01'), ('two', 2, NULL), ('three', 3, NULL);
`))
}

func (mysql) migrations(tables int) string {
	return chained(tables, `CREATE TABLE t0000 (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL);
INSERT INTO t0000 (name) VALUES ('one');
`, `CREATE TABLE t{n} (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL UNIQUE, before_id INT NOT NULL, at TEXT);
CREATE INDEX t{n}_before ON t{n} (before_id);
ALTER TABLE t{n} ADD CONSTRAINT t{n}_refers FOREIGN KEY (before_id) REFERENCES t{before} (id);
INSERT INTO t{n} (name, before_id, at) VALUES ('one', 1, '2026-01-01');
INSERT INTO t{n} (name, before_id, at) VALUES ('two', 1, NULL);
INSERT INTO t{n} (name, before_id, at) VALUES ('three', 1, NULL);
`)
}
