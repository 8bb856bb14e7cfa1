package setup

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A found statement is where one begins, and what it says.
type found struct {
	Line int
	Text string
}

func dividedBy(t *testing.T, backend, script string) (all []found) {
	t.Helper()
	statements, err := divide(backend, "x.sql", script)
	if err != nil {
		t.Fatalf("divide(%s, %q): %v", backend, script, err)
	}
	for _, s := range statements {
		all = append(all, found{s.Line, s.Text})
	}
	return all
}

func TestDivide(t *testing.T) {
	const both = "postgres mysql sqlite"
	tests := map[string]struct {
		backends, script string
		want             []found
	}{
		"nothing":                {both, " \n-- only\n/* a; comment */ ;;\n", nil},
		"lines":                  {both, "\n-- one;\nA;\n\n  B\n;C", []found{{3, "A"}, {5, "B"}, {6, "C"}}},
		"a string":               {both, "A ';'';';B \";\";", []found{{1, "A ';'';'"}, {1, "B \";\""}}},
		"a comment within":       {both, "A /* ; */ x;\nB -- ;\n;", []found{{1, "A /* ; */ x"}, {2, "B -- ;"}}},
		"a backslash":            {"mysql", `A '\';' "\";";B`, []found{{1, `A '\';' "\";"`}, {1, "B"}}},
		"no backslash":           {"postgres", `A '\';B`, []found{{1, `A '\'`}, {1, "B"}}},
		"an escaping string":     {"postgres", `A E'\';' e'\'';B`, []found{{1, `A E'\';' e'\''`}, {1, "B"}}},
		"a hash":                 {"mysql", "# x;\nA # ;\n;", []found{{2, "A # ;"}}},
		"two minuses":            {"mysql", "A 1--1;B", []found{{1, "A 1--1"}, {1, "B"}}},
		"backquotes":             {"mysql", "A `;``;`;B", []found{{1, "A `;``;`"}, {1, "B"}}},
		"for some servers":       {"mysql", "/*!40101 SET x=';' */;\n/*M!100000 A; */;", []found{{1, "/*!40101 SET x=';' */"}, {2, "/*M!100000 A; */"}}},
		"a delimiter":            {"mysql", "DELIMITER ;;\nA; B;\nEND ;;\ndelimiter ;\nC;", []found{{2, "A; B;\nEND"}, {5, "C"}}},
		"dollars":                {"postgres", "A $$;$$ $a$;$$;$a$ $1;B", []found{{1, "A $$;$$ $a$;$$;$a$ $1"}, {1, "B"}}},
		"comments in comments":   {"postgres", "/* /* ; */ ; */ A;", []found{{1, "A"}}},
		"brackets":               {"postgres", "CREATE RULE r DO (A; B);C", []found{{1, "CREATE RULE r DO (A; B)"}, {1, "C"}}},
		"a body":                 {"postgres", "CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC A; CASE x END; END;B", []found{{1, "CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC A; CASE x END; END"}, {1, "B"}}},
		"no body":                {"postgres", "BEGIN;A;END;", []found{{1, "BEGIN"}, {1, "A"}, {1, "END"}}},
		"what is for psql alone": {"postgres", "\\restrict x\nA;\n\\unrestrict x\n", []found{{2, "A"}}},
		"rows":                   {"postgres", "COPY t (a) FROM stdin;\n1;\\N\n2\n\\.\n\nA;", []found{{1, "COPY t (a) FROM stdin"}, {6, "A"}}},
		"a trigger":              {"sqlite", "CREATE TRIGGER x BEGIN A; END;B", []found{{1, "CREATE TRIGGER x BEGIN A; END;"}, {1, "B"}}},
	}
	for name, tt := range tests {
		for backend := range strings.FieldsSeq(tt.backends) {
			t.Run(name+" "+backend, func(t *testing.T) {
				got := dividedBy(t, backend, tt.script)
				for i := range got {
					got[i].Text = strings.TrimSpace(got[i].Text)
					if backend == "sqlite" && !strings.Contains(tt.script, "TRIGGER") {
						got[i].Text = strings.TrimSpace(strings.TrimSuffix(got[i].Text, ";"))
					}
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("divide(%s, %q) (-want +got):\n%s", backend, tt.script, diff)
				}
			})
		}
	}
}

func TestRowsFollowACopy(t *testing.T) {
	got, err := divide("postgres", "x.sql", "COPY t FROM stdin;\n1\t\\N\n\\.\nCOPY t FROM stdin;\n\\.\n")
	if err != nil || len(got) != 2 || got[0].Rows != "1\t\\N\n" || got[1].Rows != "" {
		t.Errorf("divide = %+v, %v", got, err)
	}
}

func TestWhatOnlyAClientUnderstandsIsRefusedByLine(t *testing.T) {
	tests := map[string]struct{ backend, script, want string }{
		"psql":          {"postgres", "A;\n\\connect x\n", `x.sql:2: \connect is a command of psql's, which no server understands`},
		"mysql, a word": {"mysql", "A;\nB;\nsource x.sql\n", "x.sql:3: source is a command of mysql's, which no server understands"},
		"mysql":         {"mysql", "\\. x.sql\n", `x.sql:1: \. is a command of mysql's, which no server understands`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := divide(tt.backend, "x.sql", tt.script)
			if err == nil || err.Error() != tt.want {
				t.Errorf("divide(%s, %q): %v, want %s", tt.backend, tt.script, err, tt.want)
			}
		})
	}
}

// Statements that are joined are found again, with their lines.
func TestWhatWasJoinedIsDivided(t *testing.T) {
	part := rapid.SampledFrom([]string{"A", " b(1)", " ';'", " \";\n\"", " /* ; */ z", "\n", " '''' c", " 2"})
	rapid.Check(t, func(t *rapid.T) {
		backend := rapid.SampledFrom([]string{"postgres", "mysql", "sqlite"}).Draw(t, "backend")
		var script strings.Builder
		var want []found
		for range rapid.IntRange(0, 5).Draw(t, "statements") {
			text := strings.TrimSpace("S" + strings.Join(rapid.SliceOf(part).Draw(t, "parts"), ""))
			want = append(want, found{1 + strings.Count(script.String(), "\n"), text})
			script.WriteString(text + ";\n")
		}
		statements, err := divide(backend, "x.sql", script.String())
		if err != nil {
			t.Fatal(err)
		}
		var got []found
		for _, s := range statements {
			got = append(got, found{s.Line, strings.TrimSuffix(s.Text, ";")})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("divide(%s, %q) (-want +got):\n%s", backend, script.String(), diff)
		}
	})
}

func FuzzDivide(f *testing.F) {
	for _, seed := range []string{"A;B", "'", "/*", "$$", "DELIMITER ", "COPY t FROM stdin;", "\\", "E'\\", "CREATE FUNCTION f() BEGIN", "/*!"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, script string) {
		for _, backend := range []string{"postgres", "mysql", "sqlite"} {
			statements, _ := divide(backend, "x.sql", script)
			for _, s := range statements {
				if !strings.Contains(script, s.Text) || !strings.Contains(script, s.Rows) || s.Line < 1 || s.Line > 1+strings.Count(script, "\n") {
					t.Errorf("divide(%s, %q) has %+v", backend, script, s)
				}
			}
		}
	})
}

func TestKinds(t *testing.T) {
	for statement, want := range map[string]string{
		"create table t (a int)":                                               "CREATE TABLE",
		"CREATE TEMPORARY TABLE t (a int)":                                     "CREATE TABLE",
		"CREATE UNIQUE INDEX i ON t (a)":                                       "CREATE INDEX",
		"ALTER TABLE t ADD UNIQUE KEY i (a)":                                   "CREATE INDEX",
		"ALTER TABLE ONLY t ADD CONSTRAINT c UNIQUE (a)":                       "CREATE INDEX",
		"ALTER TABLE ONLY t\n  ADD CONSTRAINT c PRIMARY KEY (a)":               "ADD PRIMARY KEY",
		"ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (a)":      "ADD FOREIGN KEY",
		"ALTER TABLE t ADD COLUMN b int":                                       "ALTER TABLE",
		"ALTER SEQUENCE s OWNED BY t.a":                                        "ALTER SEQUENCE",
		"CREATE OR REPLACE FUNCTION f() RETURNS int":                           "CREATE FUNCTION",
		"/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t x */": "CREATE TRIGGER",
		"-- a\n/* b */ insert into t values (1)":                               "INSERT",
		"/*!40101 SET NAMES utf8 */":                                           "SET",
		"START TRANSACTION":                                                    "BEGIN",
		"COMMIT;":                                                              "COMMIT",
		"DROP TABLE IF EXISTS t":                                               "DROP TABLE",
		"COPY t FROM stdin":                                                    "COPY",
		"CREATE":                                                               "CREATE SOMETHING",
	} {
		if got := kindOf(statement); got != want {
			t.Errorf("kindOf(%q) = %q, want %q", statement, got, want)
		}
	}
}
