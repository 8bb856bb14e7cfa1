package binlog

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Every type of column, in tables with a primary key and without one, is changed and
// changed back.
func TestInverseRestoresEveryType(t *testing.T) {
	s := startServer(t)
	for name, column := range columns() {
		t.Run(name, func(t *testing.T) {
			s.fill(t, name, column)
			s.exec(t, "CREATE OR REPLACE TABLE keyless AS SELECT v, 'x' AS other FROM t UNION ALL SELECT v, 'x' FROM t")
			before := s.digest(t, "t", "keyless")
			log := s.follow(t)
			s.exec(t,
				"DELETE FROM keyless LIMIT 2", "UPDATE keyless SET other = 'y'", "INSERT INTO keyless SELECT v, 'z' FROM t",
				"UPDATE t SET v = NULL WHERE id = 1", "UPDATE t SET id = -id", "DELETE FROM t WHERE id < -1")
			s.undo(t, read(t, log))
			if diff := cmp.Diff(before, s.digest(t, "t", "keyless")); diff != "" {
				t.Errorf("not as before (-):\n%s", diff)
			}
		})
	}
}

// undo executes the inverse of transactions, on a connection of its own.
func (s *server) undo(t testing.TB, transactions []*Transaction) {
	t.Helper()
	statements, err := Inverse(transactions)
	if err != nil {
		t.Fatal(err)
	}
	if len(statements) == 0 {
		return
	}
	conn, err := s.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	statements = slices.Concat([]string{"SET sql_log_bin = 0", statements[0], "START TRANSACTION"}, statements[1:], []string{"COMMIT", "SET sql_log_bin = 1"})
	for _, text := range statements {
		if _, err := conn.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
}

// digest is all rows of tables, sorted, with each column in hexadecimal.
func (s *server) digest(t testing.TB, tables ...string) (rows []string) {
	t.Helper()
	for _, table := range tables {
		columns := s.strings(t, "SELECT CONCAT('IFNULL(HEX(`', REPLACE(column_name, '`', '``'), '`), \"NULL\")') FROM information_schema.columns "+
			"WHERE table_schema = 'd' AND table_name = '"+table+"' ORDER BY ordinal_position")
		rows = append(rows, s.strings(t, "SELECT CONCAT_WS(',', '"+table+"', "+strings.Join(columns, ", ")+") AS r FROM "+quoteName(table)+" ORDER BY r")...)
	}
	return rows
}

// In one schema is what makes undoing by ordinary statements go wrong.
func TestInverseRestoresAwkwardTables(t *testing.T) {
	s := startServer(t)
	s.exec(t,
		"CREATE TABLE parent (id INT PRIMARY KEY, name VARCHAR(20) UNIQUE, changed TIMESTAMP(6) DEFAULT NOW(6) ON UPDATE NOW(6))",
		"CREATE TABLE child (id INT AUTO_INCREMENT PRIMARY KEY, parent INT, FOREIGN KEY (parent) REFERENCES parent (id))",
		"CREATE TABLE audit (what VARCHAR(20), f FLOAT)",
		"CREATE TRIGGER inserted AFTER INSERT ON parent FOR EACH ROW INSERT INTO audit VALUES ('inserted', 0.1)",
		"CREATE TRIGGER deleted AFTER DELETE ON parent FOR EACH ROW INSERT INTO audit VALUES ('deleted', 0.2)",
		"CREATE TABLE made (id INT, sum INT AS (id + 1) VIRTUAL, product INT AS (id * 2) STORED, KEY (sum), CHECK (id < 100))",
		"CREATE TABLE versioned (id INT PRIMARY KEY, v INT) WITH SYSTEM VERSIONING",
		"CREATE TABLE hidden (id INT PRIMARY KEY, secret INT INVISIBLE DEFAULT 7)",
		"CREATE TABLE parts (id INT PRIMARY KEY, v INT) PARTITION BY HASH (id) PARTITIONS 3",
		"CREATE TABLE flat (id INT, v VARCHAR(10)) ENGINE = MyISAM",
		"CREATE TABLE `we``ird ä` (`a``b` INT)",
		"INSERT INTO parent (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'B2')", "INSERT INTO child (parent) VALUES (1), (NULL)",
		"SET check_constraint_checks = 0; INSERT INTO made (id) VALUES (1), (1), (NULL), (1000); SET check_constraint_checks = 1",
		"INSERT INTO hidden (id) VALUES (1)", "INSERT INTO parts VALUES (1, 1), (2, 2)", "INSERT INTO flat VALUES (1, 'a'), (1, 'A')",
		"INSERT INTO `we``ird ä` VALUES (1)",
	)
	tables := []string{"parent", "child", "audit", "made", "hidden", "parts", "flat", "we`ird ä"}
	s.exec(t, "INSERT INTO versioned VALUES (1, 1), (2, 2)")
	const versions = "SELECT CONCAT_WS(',', id, v, ROW_START, ROW_END) AS r FROM versioned FOR SYSTEM_TIME ALL ORDER BY r"
	before, history := s.digest(t, tables...), s.strings(t, versions)
	log := s.follow(t)
	s.exec(t,
		"UPDATE versioned SET v = 5 WHERE id = 1", "DELETE FROM versioned WHERE id = 2",
		"UPDATE parent SET id = id + 10 WHERE id > 1 ORDER BY id DESC", "DELETE FROM parent WHERE id = 12",
		"BEGIN; INSERT INTO parent (id, name) VALUES (4, 'b'); INSERT INTO child (parent) VALUES (4); UPDATE parent SET name = 'x' WHERE id = 1; COMMIT",
		"UPDATE made SET id = 5 WHERE id = 1 LIMIT 1", "DELETE FROM made WHERE id IS NULL", "DELETE FROM made WHERE id = 1000",
		"UPDATE hidden SET secret = 8", "UPDATE parts SET id = id + 1 ORDER BY id DESC", "DELETE FROM flat WHERE v = 'a' LIMIT 1",
		"UPDATE `we``ird ä` SET `a``b` = NULL",
		"SET foreign_key_checks = 0; INSERT INTO child (parent) VALUES (99), (50); INSERT INTO parent VALUES (50, 'late', NOW()); SET foreign_key_checks = 1",
	)
	if cmp.Equal(before, s.digest(t, tables...)) {
		t.Fatal("nothing has changed")
	}
	s.undo(t, read(t, log))
	if diff := cmp.Diff(before, s.digest(t, tables...)); diff != "" {
		t.Errorf("not as before (-):\n%s", diff)
	}
	if diff := cmp.Diff(history, s.strings(t, versions)); diff != "" {
		t.Errorf("versions are not as before (-):\n%s", diff)
	}
}

func TestInverseRestoresWhateverWasDone(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE keyed (id INT PRIMARY KEY, f FLOAT, v VARCHAR(20))", "CREATE TABLE keyless (id INT, f FLOAT, v VARCHAR(20))",
		"INSERT INTO keyed SELECT seq, seq / 3, CONCAT('v', seq % 3) FROM seq_1_to_20", "INSERT INTO keyless SELECT id % 5, f, v FROM keyed")
	before := s.digest(t, "keyed", "keyless")
	log := s.follow(t)
	statement := rapid.Custom(func(t *rapid.T) string {
		number := rapid.IntRange(1, 25)
		return strings.NewReplacer(
			"$t", rapid.SampledFrom([]string{"keyed", "keyless"}).Draw(t, "table"),
			"$a", strconv.Itoa(number.Draw(t, "a")), "$b", strconv.Itoa(number.Draw(t, "b")),
		).Replace(rapid.SampledFrom([]string{
			"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "REPLACE INTO $t VALUES ($a, $b / 7, 'new')",
			"INSERT IGNORE INTO $t SELECT id + $a, f, NULL FROM keyless", "DELETE FROM $t WHERE id > $a AND id < $b",
			"UPDATE IGNORE $t SET id = id + $a, f = f / $b WHERE id > $a", "UPDATE $t SET v = UPPER(v) LIMIT $a",
			"INSERT INTO $t VALUES ($a, 1, 'a'), ($b, 2, 'b') ON DUPLICATE KEY UPDATE v = NULL",
		}).Draw(t, "statement"))
	})
	rapid.Check(t, func(r *rapid.T) {
		statements := rapid.SliceOfN(statement, 1, 12).Draw(r, "statements")
		s.exec(t, strings.Join(append(statements, "COMMIT"), "; "))
		s.undo(t, read(t, log))
		if diff := cmp.Diff(before, s.digest(t, "keyed", "keyless")); diff != "" {
			r.Fatalf("not as before (-):\n%s", diff)
		}
	})
}

func TestInverseIsInBatches(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v LONGBLOB)")
	log := s.follow(t)
	s.exec(t, "INSERT INTO t (v) SELECT REPEAT('x', 100000) FROM seq_1_to_50", "UPDATE t SET v = REPEAT('y', 3000000) WHERE id = 7")
	transactions := read(t, log)
	statements, err := Inverse(transactions)
	if err != nil {
		t.Fatal(err)
	}
	if len(statements) < 5 {
		t.Errorf("8 MB are undone by %d statements", len(statements))
	}
	s.undo(t, transactions)
	if got := s.digest(t, "t"); got != nil {
		t.Errorf("there are %d rows, want none", len(got))
	}
}

func TestInverseSaysWhatItCannotUndo(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE t (id INT)", "CREATE SEQUENCE q")
	for name, statement := range map[string]string{
		"truncate": "TRUNCATE TABLE t",
		"DDL":      "ALTER TABLE t ADD COLUMN v INT",
		"sequence": "SELECT NEXTVAL(q)",
	} {
		t.Run(name, func(t *testing.T) {
			log := s.follow(t)
			s.exec(t, statement)
			if _, err := Inverse(read(t, log)); !errors.Is(err, ErrIrreversible) {
				t.Errorf("Inverse(%s) = %v, want %v", statement, err, ErrIrreversible)
			}
		})
	}
}

// A log made of what undoes a sample says the sample backwards: with the events of
// version 2, too, that MySQL writes.
func TestInverseIsTheSampleBackwards(t *testing.T) {
	for _, checksum := range []bool{true, false} {
		log, _ := openWritten(t, sample(checksum).data)
		statements, err := Inverse(read(t, log)[1:])
		if err != nil {
			t.Fatal(err)
		}
		w := newWritten(checksum)
		w.query("d", "BEGIN")
		for _, text := range statements[1:] { // the first is the format description
			events, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(strings.TrimPrefix(text, "BINLOG '"), "'"))
			if err != nil {
				t.Fatal(err)
			}
			w.data = append(w.data, events...)
		}
		w.query("d", "COMMIT")
		undoing, _ := openWritten(t, w.data)
		want := []string{
			"0 INSERT `d`.`m` [] [NULL NULL]", "0 UPDATE `d`.`m` [JSON in 3 bytes y] [NULL x]",
			"0 DELETE `d`.`t` [4294967295 NULL] []", "0 DELETE `d`.`t` [7 a] []",
		}
		if diff := cmp.Diff(want, describe(read(t, undoing))); diff != "" {
			t.Errorf("checksum %v (-want +got):\n%s", checksum, diff)
		}
	}
}
