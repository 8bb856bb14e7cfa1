package sqlite

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStatements(t *testing.T) {
	tests := map[string]struct {
		script string
		want   []statement
	}{
		"nothing":                    {"", nil},
		"only comments":              {"-- a;\n/* b; */ ;;", nil},
		"two":                        {"A;\nB;", []statement{{1, "A;"}, {2, "B;"}}},
		"no semicolon at the end":    {"\n\nA", []statement{{3, "A"}}},
		"a comment before":           {"-- why;\nA;", []statement{{2, "A;"}}},
		"a comment within":           {"A /* ; */ -- ;\n B;", []statement{{1, "A /* ; */ -- ;\n B;"}}},
		"strings and names":          {`A ';' ";" ` + "`;`" + ` [;] 'it''s;';B;`, []statement{{1, `A ';' ";" ` + "`;`" + ` [;] 'it''s;';`}, {1, "B;"}}},
		"an open string":             {"A ';", []statement{{1, "A ';"}}},
		"a trigger":                  {"create trigger t BEGIN a; b; END; C;", []statement{{1, "create trigger t BEGIN a; b; END;"}, {1, "C;"}}},
		"a temporary trigger":        {"CREATE TEMPORARY TRIGGER t BEGIN a; END;", []statement{{1, "CREATE TEMPORARY TRIGGER t BEGIN a; END;"}}},
		"a trigger explained":        {"EXPLAIN CREATE TRIGGER t BEGIN a; END;", []statement{{1, "EXPLAIN CREATE TRIGGER t BEGIN a; END;"}}},
		"a case within a trigger":    {"CREATE TRIGGER t BEGIN a CASE x END; b; END; C", []statement{{1, "CREATE TRIGGER t BEGIN a CASE x END; b; END;"}, {1, "C"}}},
		"a table called trigger":     {"CREATE TABLE trigger(x); B;", []statement{{1, "CREATE TABLE trigger(x);"}, {1, "B;"}}},
		"end of a transaction":       {"BEGIN; END; A;", []statement{{1, "BEGIN;"}, {1, "END;"}, {1, "A;"}}},
		"a word that only begins so": {"CREATE triggers; B;", []statement{{1, "CREATE triggers;"}, {1, "B;"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := slices.Collect(statements(tt.script))
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(statement{})); diff != "" {
				t.Errorf("statements(%q) (-want +got):\n%s", tt.script, diff)
			}
		})
	}
}

func TestStatementsCanBeLeftEarly(t *testing.T) {
	for s := range statements("A; B; C;") {
		if s.text != "A;" {
			t.Errorf("went on to %q", s.text)
		}
		break
	}
}

// Statements are parts of the script, in order, at the lines that they name;
// what is left out is white space, comments and semicolons.
func FuzzStatements(f *testing.F) {
	for _, script := range []string{"A; B", "CREATE TRIGGER t BEGIN a; END;\n'", "/* -- */ [;", "EXPLAIN; END;", "\x00;\xff--"} {
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, script string) {
		rest, line := script, 1
		for s := range statements(script) {
			rest, line = skip(rest, line)
			if !strings.HasPrefix(rest, s.text) || line != s.line {
				t.Fatalf("%q, said to be in line %d, is not next in %q at line %d", s.text, s.line, rest, line)
			}
			rest = rest[len(s.text):]
			line += strings.Count(s.text, "\n")
		}
		if rest, _ = skip(rest, line); rest != "" {
			t.Fatalf("%q is left over of %q", rest, script)
		}
	})
}

// skip leaves out white space, comments and semicolons.
func skip(script string, line int) (string, int) {
	for script != "" {
		next := nextToken(script)
		if next.kind != space && next.kind != semicolon {
			break
		}
		line += strings.Count(script[:next.size], "\n")
		script = script[next.size:]
	}
	return script, line
}
