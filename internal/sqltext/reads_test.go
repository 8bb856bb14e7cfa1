package sqltext_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/sqltext"
)

func TestReads(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT * FROM people":                             "PEOPLE",
		`SELECT "a"."id" FROM "shop_order" "a" WHERE 1`:    "shop_order",
		"SELECT 1 FROM a JOIN b ON a.x = b.x LEFT JOIN c":  "A B C",
		"SELECT 1 FROM a, b AS x, public.c y, d WHERE e":   "A B PUBLIC.C D",
		"SELECT (SELECT max(id) FROM inner_one) FROM o":    "INNER_ONE O",
		"SELECT * FROM (SELECT * FROM t) x":                "T",
		"INSERT INTO log SELECT * FROM `orders`":           "orders",
		"DELETE FROM people WHERE id IN (SELECT x FROM y)": "Y",
		"SELECT * FROM generate_series(1, 2)":              "",
		"UPDATE a SET x = 1 FROM b":                        "B",
		"SELECT 'FROM x' -- FROM y":                        "",
		"SELECT 1 FROM a; SELECT 2 FROM a, a":              "A",
		"SELECT 1 FROM":                                    "", "": "", "FROM ,": "", "SELECT x FROM a,": "A",
	} {
		if got := strings.Join(sqltext.Reads(text), " "); got != want {
			t.Errorf("Reads(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzReads(f *testing.F) {
	f.Add("SELECT 1 FROM a, b AS c JOIN d")
	f.Add("INSERT INTO `x` SELECT * FROM [y]")
	f.Fuzz(func(t *testing.T, text string) {
		reads := sqltext.Reads(text)
		for i, name := range reads {
			if slices.Contains(reads[:i], name) {
				t.Errorf("Reads(%q) names %q twice", text, name)
			}
		}
		sqltext.Writes(text)
	})
}

func TestNames(t *testing.T) {
	for where, tt := range map[string]struct {
		target string
		want   bool
	}{
		"table people": {"PEOPLE", true}, `table "public"."people"`: {"people", true}, "AUTO_INCREMENT of people": {"people", true},
		"table peoples": {"people", false}, "table public.people": {"OTHER.PEOPLE", true},
	} {
		if got := sqltext.Names(where, tt.target); got != tt.want {
			t.Errorf("Names(%q, %q) = %v", where, tt.target, got)
		}
	}
}
