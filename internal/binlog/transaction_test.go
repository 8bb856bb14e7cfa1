package binlog

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// describe writes transactions on few lines.
func describe(transactions []*Transaction) (lines []string) {
	for i, t := range transactions {
		for _, s := range t.Statements {
			lines = append(lines, fmt.Sprintf("%d %s: %s (truncated: %q)", i, s.Database, s.Text, s.Truncated))
		}
		for _, rows := range t.Rows {
			for _, c := range rows.Changes {
				lines = append(lines, fmt.Sprintf("%d %v %v %v %v", i, rows.Operation, rows.Table, texts(c.Before), texts(c.After)))
			}
		}
		for _, table := range t.Silent {
			lines = append(lines, fmt.Sprintf("%d silent %v", i, table))
		}
	}
	return lines
}

// texts are the values as text.
func texts(values []Value) (all []string) {
	for _, v := range values {
		all = append(all, v.String())
	}
	return all
}

func TestTransactionsAreThoseThatWereCommitted(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE t (id INT)", "CREATE TABLE u (id INT)", "CREATE TABLE flat (id INT) ENGINE = MyISAM", "CREATE TABLE `tr``un` (id INT)",
		"CREATE TABLE p (id INT PRIMARY KEY)", "CREATE TABLE q (id INT PRIMARY KEY)", "CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE)",
		"CREATE FUNCTION f() RETURNS INT BEGIN INSERT INTO u VALUES (20); RETURN 21; END",
		"CREATE TABLE tree (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES tree (id) ON DELETE CASCADE)",
		"CREATE TABLE strict (p INT, FOREIGN KEY (p) REFERENCES q (id))", "CREATE TABLE watched (id INT)", "CREATE TRIGGER w AFTER INSERT ON watched FOR EACH ROW INSERT INTO u VALUES (NEW.id + 1)")
	tests := map[string]struct {
		statement string
		want      []string
	}{
		"nothing":        {"SELECT 1", nil},
		"one statement":  {"INSERT INTO t VALUES (1), (2)", []string{"0 INSERT `d`.`t` [] [1]", "0 INSERT `d`.`t` [] [2]"}},
		"one of several": {"BEGIN; INSERT INTO t VALUES (3); UPDATE t SET id = 4 WHERE id = 3; DELETE FROM t WHERE id = 4; COMMIT", []string{"0 INSERT `d`.`t` [] [3]", "0 UPDATE `d`.`t` [3] [4]", "0 DELETE `d`.`t` [4] []"}},
		"two":            {"INSERT INTO t VALUES (5); INSERT INTO u VALUES (6)", []string{"0 INSERT `d`.`t` [] [5]", "1 INSERT `d`.`u` [] [6]"}},
		"rolled back":    {"BEGIN; INSERT INTO t VALUES (7); ROLLBACK", nil},
		"rolled back to a savepoint": {
			"BEGIN; INSERT INTO t VALUES (8); SAVEPOINT s; INSERT INTO t VALUES (9); ROLLBACK TO s; COMMIT",
			[]string{"0 INSERT `d`.`t` [] [8]"},
		},
		"without transactions":    {"INSERT INTO flat VALUES (10)", []string{"0 INSERT `d`.`flat` [] [10]"}},
		"both":                    {"BEGIN; INSERT INTO t VALUES (11); INSERT INTO flat VALUES (12); ROLLBACK", []string{"0 INSERT `d`.`flat` [] [12]"}},
		"an update to the same":   {"UPDATE u SET id = id", nil},
		"temporary":               {"CREATE TEMPORARY TABLE x (id INT); INSERT INTO x VALUES (1); DROP TEMPORARY TABLE x", nil},
		"truncate":                {"TRUNCATE u", []string{"0 d: TRUNCATE u (truncated: \"u\")"}},
		"truncate in other words": {"/* why */ truncate table d . `tr``un`", []string{"0 d: /* why */ truncate table d . `tr``un` (truncated: \"tr`un\")"}},
		"DDL":                     {"CREATE TABLE made (id INT)", []string{`0 d: CREATE TABLE made (id INT) (truncated: "")`}},
		"statistics":              {"ANALYZE TABLE t", nil},
		"XA":                      {"XA START 'a','b'; INSERT INTO t VALUES (13); XA END 'a','b'; XA PREPARE 'a','b'; XA COMMIT 'a','b'", []string{"0 INSERT `d`.`t` [] [13]"}},
		"XA in one phase":         {"XA START 'a'; INSERT INTO t VALUES (14); XA END 'a'; XA COMMIT 'a' ONE PHASE", []string{"0 INSERT `d`.`t` [] [14]"}},
		"XA rolled back":          {"XA START 'a'; INSERT INTO t VALUES (15); XA END 'a'; XA PREPARE 'a'; XA ROLLBACK 'a'", nil},
		"XA rolled back at once":  {"XA START 'a'; INSERT INTO t VALUES (15); XA END 'a'; XA ROLLBACK 'a'", nil},
		"trigger":                 {"INSERT INTO watched VALUES (16)", []string{"0 INSERT `d`.`watched` [] [16]", "0 INSERT `d`.`u` [] [17]"}},
		"cascade":                 {"INSERT INTO p VALUES (1); DELETE FROM p", []string{"0 INSERT `d`.`p` [] [1]", "1 DELETE `d`.`p` [1] []", "1 silent `d`.`c`"}},
		"cascade by REPLACE": {"INSERT INTO p VALUES (2); REPLACE INTO p VALUES (2); DELETE FROM p", []string{
			"0 INSERT `d`.`p` [] [2]", "1 DELETE `d`.`p` [2] []", "1 INSERT `d`.`p` [] [2]", "1 silent `d`.`c`", "2 DELETE `d`.`p` [2] []", "2 silent `d`.`c`",
		}},
		"no cascade":          {"INSERT INTO q VALUES (1); DELETE FROM q", []string{"0 INSERT `d`.`q` [] [1]", "1 DELETE `d`.`q` [1] []"}},
		"function":            {"INSERT INTO t VALUES (f())", []string{"0 INSERT `d`.`u` [] [20]", "0 INSERT `d`.`t` [] [21]"}},
		"cascade into itself": {"INSERT INTO tree VALUES (1, NULL); DELETE FROM tree", []string{"0 INSERT `d`.`tree` [] [1 NULL]", "1 DELETE `d`.`tree` [1 NULL] []", "1 silent `d`.`tree`"}},
		"logged as a statement": {"SET binlog_format = STATEMENT; INSERT INTO t VALUES (LAST_INSERT_ID()); SET binlog_format = ROW",
			[]string{`0 d: INSERT INTO t VALUES (LAST_INSERT_ID()) (truncated: "")`}},
		"not in the log": {"SET sql_log_bin = 0; INSERT INTO t VALUES (18); SET sql_log_bin = 1", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			log := s.follow(t)
			s.exec(t, tt.statement)
			if diff := cmp.Diff(tt.want, describe(read(t, log))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.statement, diff)
			}
			if got, want := log.Position(), s.end(t); got != want {
				t.Errorf("then the position is %v, the log's end %v", got, want)
			}
		})
	}
}

// Rows in CREATE … SELECT are in one transaction with its text, which differs with the engine.
func TestTransactionsHaveTablesThatAreMadeFull(t *testing.T) {
	s := startServer(t)
	for _, engine := range []string{"InnoDB", "MyISAM"} {
		log := s.follow(t)
		s.exec(t, "CREATE OR REPLACE TABLE t ENGINE = "+engine+" AS SELECT 1 AS one")
		statements, rows := 0, 0
		for _, transaction := range read(t, log) {
			statements, rows = statements+len(transaction.Statements), rows+len(transaction.Rows)
		}
		if statements == 0 || rows != 1 {
			t.Errorf("%s: %d statements, %d rows, want some and 1", engine, statements, rows)
		}
	}
}

func TestRowsKnowTheirStatement(t *testing.T) {
	s := startServer(t)
	s.exec(t, "CREATE TABLE t (id INT)", "CREATE TABLE u (id INT)", "CREATE TRIGGER w AFTER INSERT ON t FOR EACH ROW INSERT INTO u VALUES (NEW.id + 1)")
	log := s.follow(t)
	const first, second = "INSERT INTO t VALUES (1)", "UPDATE u SET id = 3"
	s.exec(t, "BEGIN; "+first+"; "+second+"; COMMIT")
	var got []string
	for _, rows := range read(t, log)[0].Rows {
		got = append(got, rows.Statement)
	}
	if diff := cmp.Diff([]string{first, first, second}, got); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}
