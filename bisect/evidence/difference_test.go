package evidence_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/suite"
)

func TestTheFirstDifferenceIsTheOneThatTells(t *testing.T) {
	type statements = []suite.Statement
	s := func(text, result string) suite.Statement { return suite.Statement{Text: text, Result: result} }
	failing := func(text, err string) suite.Statement { return suite.Statement{Text: text, Error: err} }
	valued := func(text, digest string, args ...string) suite.Statement {
		return suite.Statement{Text: text, Result: "1 row", Digest: digest, Args: args}
	}
	tests := map[string]struct {
		with, without []statements
		want          string
	}{
		"the same":         {[]statements{{s("a", "1 row")}}, []statements{{s("a", "1 row")}}, "none"},
		"nothing to see":   {[]statements{nil}, []statements{nil}, "none"},
		"rows":             {[]statements{{s("a", ""), s("b", "5 rows")}}, []statements{{s("a", ""), s("b", "2 rows")}}, "rows: b | b"},
		"a failure":        {[]statements{{failing("a", "UNIQUE failed")}}, []statements{{s("a", "")}}, "error: a | a"},
		"another failure":  {[]statements{{failing("a", "id 7 is locked")}}, []statements{{failing("a", "id 8 is locked")}}, "none"},
		"one too many":     {[]statements{{s("a", ""), s("x", ""), s("b", "")}}, []statements{{s("a", ""), s("b", "")}}, "text: x | -"},
		"one too few":      {[]statements{{s("b", "")}}, []statements{{s("a", ""), s("b", "")}}, "text: - | a"},
		"rows before text": {[]statements{{s("a", "no rows"), s("x", "")}}, []statements{{s("a", "1 row")}}, "rows: a | a"},
		"text before values, whatever their places": {
			[]statements{{valued("a", "1"), s("x", "")}}, []statements{{valued("a", "2"), s("y", "")}}, "text: x | -"},
		"values":                    {[]statements{{valued("a", "1", "7")}}, []statements{{valued("a", "2", "8")}}, "values: a | a"},
		"arguments":                 {[]statements{{valued("a", "1", "7")}}, []statements{{valued("a", "1", "8")}}, "arguments: a | a"},
		"values that always differ": {[]statements{{valued("a", "1")}}, []statements{{valued("a", "2")}, {valued("a", "3")}}, "none"},
		"rows that come and go":     {[]statements{{s("a", "1 row")}, {s("a", "2 rows")}}, []statements{{s("a", "3 rows")}}, "none"},
		"a statement that comes and goes": {
			[]statements{{s("a", ""), s("b", "1 row")}}, []statements{{s("x", ""), s("a", ""), s("b", "2 rows")}, {s("a", ""), s("b", "2 rows")}}, "rows: b | b"},
		"names of savepoints": {[]statements{{s(`SAVEPOINT "s1_x1"`, "")}}, []statements{{s(`SAVEPOINT "s2_x1"`, "")}}, "none"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := shown(evidence.FirstDifference(tt.with, tt.without)); got != tt.want {
				t.Errorf("FirstDifference = %s, want %s", got, tt.want)
			}
		})
	}
}

func shown(d *evidence.Difference) string {
	if d == nil {
		return "none"
	}
	text := func(s *suite.Statement) string {
		if s == nil {
			return "-"
		}
		return s.Text
	}
	return fmt.Sprintf("%s: %s | %s", d.What, text(d.With), text(d.Without))
}

// Attempts that are alike have no difference, and those that are not have one, which is
// the same from the other side.
func TestADifferenceIsOneFromBothSides(t *testing.T) {
	some := rapid.Custom(func(t *rapid.T) []suite.Statement {
		var all []suite.Statement
		for _, text := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 6).Draw(t, "texts") {
			all = append(all, suite.Statement{Text: text})
		}
		return all
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := some.Draw(t, "a"), some.Draw(t, "b")
		one := evidence.FirstDifference([][]suite.Statement{a}, [][]suite.Statement{b})
		other := evidence.FirstDifference([][]suite.Statement{b}, [][]suite.Statement{a})
		if (one == nil) != (fmt.Sprint(a) == fmt.Sprint(b)) || (one == nil) != (other == nil) {
			t.Errorf("%v and %v: %s and %s", a, b, shown(one), shown(other))
		}
		if same := evidence.FirstDifference([][]suite.Statement{a}, [][]suite.Statement{a, a}); same != nil {
			t.Errorf("%v and itself: %s", a, shown(same))
		}
	})
}
