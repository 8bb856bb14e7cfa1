package binlog

import "testing"

func TestStatementsAreTakenForWhatTheyDo(t *testing.T) {
	tests := map[string]struct {
		text string
		want parsedStatement
	}{
		"begin":                 {"BEGIN", parsedStatement{effect: begins}},
		"commit":                {"COMMIT", parsedStatement{effect: commits}},
		"rollback":              {"ROLLBACK", parsedStatement{effect: rollsBack}},
		"rollback to":           {"ROLLBACK TO `s`", parsedStatement{effect: changes}},
		"savepoint":             {"SAVEPOINT `s`", parsedStatement{effect: changesNothing}},
		"XA start":              {"XA START X'61',X'',1", parsedStatement{effect: begins, xid: "X'61',X'',1"}},
		"XA commit":             {"XA COMMIT X'61',X'',1", parsedStatement{effect: commitsPrepared, xid: "X'61',X'',1"}},
		"XA rollback":           {"XA ROLLBACK X'61',X'',1", parsedStatement{effect: forgetsPrepared, xid: "X'61',X'',1"}},
		"truncate":              {"truncate t", truncates("d", "t")},
		"truncate table":        {"TRUNCATE TABLE t WAIT 5", truncates("d", "t")},
		"a table called table":  {"TRUNCATE `table`", truncates("d", "table")},
		"another database":      {"TRUNCATE x.y", truncates("x", "y")},
		"in quotes":             {"TRUNCATE\n`x.``y` . \"a\"\"b\";", truncates("x.`y", `a"b`)},
		"in comments":           {"/* a */ -- b\n# c\n/*!50000 TRUNCATE */ /*M! TABLE */ é", truncates("d", "é")},
		"temporary":             {"CREATE TEMPORARY TABLE t (id INT)", parsedStatement{effect: changesNothing}},
		"temporary, by comment": {"DROP /*!40005 TEMPORARY */ TABLE IF EXISTS `t`", parsedStatement{effect: changesNothing}},
		"DDL":                   {"DROP TABLE `TEMPORARY`", parsedStatement{}},
		"quoted keyword":        {"DROP `TEMPORARY`", parsedStatement{}},
		"no end of a quote":     {"TRUNCATE `t", truncates("d", "t")},
		"no end of a comment":   {"/* TRUNCATE t", parsedStatement{}},
		"nothing":               {"", parsedStatement{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.want.Text = tt.text
			if tt.want.Database == "" {
				tt.want.Database = "d"
			}
			if got := parseStatement(query{"d", tt.text}); got != tt.want {
				t.Errorf("parseStatement(%q) = %+v, want %+v", tt.text, got, tt.want)
			}
		})
	}
}

func truncates(database, table string) parsedStatement {
	return parsedStatement{Statement: Statement{Database: database, Truncated: table}}
}

func FuzzParseStatement(f *testing.F) {
	f.Add("/*!50000 TRUNCATE */ TABLE `a``b`.\"c\"")
	f.Fuzz(func(_ *testing.T, text string) { parseStatement(query{"d", text}) })
}
