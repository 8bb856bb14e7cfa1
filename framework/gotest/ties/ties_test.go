package ties

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the driver
	"pgregory.net/rapid"
)

func TestKeysAreWhatTheOrderMeans(t *testing.T) {
	tests := map[string]struct {
		query string
		want  []string // nil: left alone
	}{
		"a column":                     {"SELECT name FROM m ORDER BY tick", []string{"tick"}},
		"several, with directions":     {"select name from m order by a desc nulls last, b asc limit 3;", []string{"a", "b"}},
		"an alias":                     {"SELECT a + 1 AS x FROM m ORDER BY x", []string{"a + 1"}},
		"an alias without AS":          {`SELECT lower(a) "X", b FROM m ORDER BY x, b`, []string{"lower(a)", "b"}},
		"a number":                     {"SELECT a, m.b FROM m ORDER BY 2", []string{"m.b"}},
		"a column of one of two":       {"SELECT m.tick, n.x FROM m, n ORDER BY tick", []string{"m.tick"}},
		"a function with commas":       {"SELECT a FROM m ORDER BY coalesce(a, b), c", []string{"coalesce(a, b)", "c"}},
		"groups":                       {"SELECT a FROM m GROUP BY a ORDER BY count(*)", []string{"count(*)"}},
		"a query with a name":          {"WITH x AS (SELECT * FROM m ORDER BY z) SELECT * FROM x ORDER BY a", []string{"a"}},
		"words in strings":             {"SELECT ' FROM ''x'' ORDER BY y' FROM m -- ORDER BY z\nORDER BY a /* FROM */", []string{"a"}},
		"IS DISTINCT FROM":             {"SELECT a IS DISTINCT FROM b FROM m ORDER BY a", []string{"a"}},
		"a numbered parameter":         {"SELECT a FROM m WHERE b = $1 ORDER BY c->$2", []string{"c->$2"}},
		"no order":                     {"SELECT a FROM m", nil},
		"an order inside only":         {"SELECT a FROM (SELECT a FROM m ORDER BY a) x", nil},
		"a union":                      {"SELECT a FROM m UNION SELECT a FROM n ORDER BY a", nil},
		"distinct rows":                {"SELECT DISTINCT a FROM m ORDER BY a", nil},
		"a number behind a star":       {"SELECT *, a FROM m ORDER BY 2", nil},
		"a parameter without number":   {"SELECT a FROM m ORDER BY a = ?", nil},
		"rows that are locked":         {"SELECT a FROM m ORDER BY a FOR UPDATE", nil},
		"an aggregate's own order":     {"SELECT group_concat(a ORDER BY b) FROM m", nil},
		"another statement":            {"DELETE FROM m WHERE a IN (SELECT a FROM m ORDER BY a)", nil},
		"two statements":               {"SELECT a FROM m ORDER BY a; SELECT 1", nil},
		"a window as a key":            {"SELECT rank() OVER (ORDER BY a) r FROM m ORDER BY r", nil},
		"a string that has no end":     {"SELECT 'a FROM m ORDER BY a", nil},
		"a backslash, in MySQL or not": {`SELECT '\' FROM m ORDER BY a`, nil},
		"a constant":                   {"SELECT a FROM m ORDER BY NULL, 'x'", nil},
		"nothing":                      {"", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, got, ok := rewriteTies(tt.query, 1, 0)
			if ok != (tt.want != nil) || !slices.Equal(got, tt.want) {
				t.Errorf("rewriteTies(%q) has keys %q, %v, want %q", tt.query, got, ok, tt.want)
			}
		})
	}
}

func TestWhatIsRewrittenLooksSo(t *testing.T) {
	got, _, _ := rewriteTies("SELECT name AS n FROM m WHERE club = ? ORDER BY tick DESC, n LIMIT 2", 7, 0)
	want := "SELECT name AS n , (tick) AS ptrzztie7_1, (name) AS ptrzztie7_2, COUNT(*) OVER (PARTITION BY tick, name) AS ptrzztie7_3 " +
		"FROM m WHERE club = ? ORDER BY tick DESC, n, ROW_NUMBER() OVER (ORDER BY tick DESC, name) DESC LIMIT 2"
	if got != want {
		t.Errorf("rewriteTies = %q\nwant %q", got, want)
	}
}

// Against the usual order, rows with equal keys come the other way round, whatever index
// or sorting the usual order comes from; at random, they are the same rows; and what is
// said of keys is true.
func TestOnlyRowsWithEqualKeysChangePlaces(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"CREATE TABLE plain (a, b, c)", "CREATE TABLE keyed (a, b, c, PRIMARY KEY (c, a, b)) WITHOUT ROWID", "CREATE INDEX i ON plain (b)",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		table := rapid.SampledFrom([]string{"plain", "keyed"}).Draw(t, "table")
		fill(t, db, table)
		query := "SELECT a, c" + rapid.SampledFrom([]string{"", ", b AS a1", ", a + b", ", lower(b) x"}).Draw(t, "more") + " FROM " + table
		query += rapid.SampledFrom([]string{"", " WHERE b >= 1", " AS t"}).Draw(t, "where") + " ORDER BY "
		query += rapid.SampledFrom([]string{"b", "b DESC", "a, b", "1", "b + a DESC", "2 DESC, 1", "(SELECT b)"}).Draw(t, "order")
		stir := rapid.Uint64().Draw(t, "stir")
		text, keys, ok := rewriteTies(query, 1, stir)
		if !ok {
			t.Fatalf("%s is left alone", query)
		}
		usual, got := rows(t, db, query), rows(t, db, text)
		byKeys := map[string][]string{}
		for i, row := range got {
			visible, hidden := row[:len(row)-len(keys)-1], row[len(row)-len(keys)-1:]
			group := strings.Join(hidden, "|")
			byKeys[group] = append(byKeys[group], strings.Join(visible, "|"))
			if len(got) != len(usual) {
				t.Fatalf("%s: %d rows, want %d", text, len(got), len(usual))
			}
			if i > 0 && stir == 0 && strings.Join(got[i-1][len(visible):], "|") != group && len(byKeys[group]) > 1 {
				t.Fatalf("%s: rows with keys %s are apart", text, group)
			}
		}
		for group, same := range byKeys {
			if !strings.HasSuffix(group, fmt.Sprint("|", len(same))) {
				t.Fatalf("%s: %d rows have keys and number %s", text, len(same), group)
			}
		}
		wantTurned(t, query, usual, got, len(keys)+1, stir == 0)
	})
}

// wantTurned takes got apart into runs of rows with equal keys, which stand where they
// usually do; each run is turned round, or shuffled.
func wantTurned(t *rapid.T, query string, usual, got [][]string, hidden int, against bool) {
	for i := 0; i < len(got); {
		n := len(got[i]) - hidden
		j := i
		for j < len(got) && slices.Equal(got[j][n:], got[i][n:]) {
			j++
		}
		var run []string
		for _, row := range got[i:j] {
			run = append(run, strings.Join(row[:n], "|"))
		}
		var was []string
		for _, row := range usual[i:j] {
			was = append(was, strings.Join(row, "|"))
		}
		if against {
			slices.Reverse(run)
		} else {
			slices.Sort(run)
			slices.Sort(was)
		}
		if !slices.Equal(run, was) {
			t.Fatalf("%s: rows %d to %d are %q, usually %q", query, i, j, run, was)
		}
		i = j
	}
}

func fill(t *rapid.T, db *sql.DB, table string) {
	if _, err := db.Exec("DELETE FROM " + table); err != nil {
		t.Fatal(err)
	}
	few := rapid.IntRange(0, 3)
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		_, err := db.Exec("INSERT OR IGNORE INTO "+table+" VALUES (?, ?, ?)", few.Draw(t, "a"), few.Draw(t, "b"), rapid.IntRange(0, 99).Draw(t, "c"))
		if err != nil {
			t.Fatal(err)
		}
	}
}

func rows(t *rapid.T, db *sql.DB, query string) (all [][]string) {
	found, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer found.Close()
	columns, _ := found.Columns()
	for found.Next() {
		row, to := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range row {
			to[i] = &row[i]
		}
		if err := found.Scan(to...); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, v := range row {
			texts = append(texts, v.String)
		}
		all = append(all, texts)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// Whatever is given, tokens stand one behind the other.
func FuzzTokens(f *testing.F) {
	f.Add("SELECT 'a''b', \"c\", `d` /* e */ FROM f -- g\nWHERE h = $1 AND i = ?2 AND j::text = :k ORDER BY l[1]")
	f.Add("'")
	f.Fuzz(func(t *testing.T, s string) {
		tokens, _ := tieTokens(s)
		end := 0
		for _, token := range tokens {
			if token.from < end || token.to <= token.from || token.to > len(s) {
				t.Fatalf("%q: token %+v behind %d", s, token, end)
			}
			end = token.to
		}
		_, _, _ = rewriteTies(s, 1, 0)
	})
}
