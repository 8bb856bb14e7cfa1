package config

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/suite"
)

// Names of the tests that the examples in the docs match.
var matches = map[string]string{
	`package contains "orders"`:                                       "TestRefund TestCancelSlow FuzzParse",
	`package endsWith "/orders" and name startsWith "TestRefund"`:     "TestRefund",
	`name matches "^Test(Refund|Cancel)"`:                             "TestRefund TestCancelSlow",
	`not (name contains "Slow")`:                                      "TestRefund FuzzParse ExampleNew",
	`kind in ["fuzz", "example"]`:                                     "FuzzParse ExampleNew",
	`file == "orders/refund_test.go"`:                                 "TestRefund",
	`duration > 2.5 or failed`:                                        "TestCancelSlow FuzzParse",
	`parallel and duration == 0`:                                      "TestRefund",
	`id == 'example.com/shop/stock.ExampleNew' && !failed`:            "ExampleNew",
	`package != "" and kind not in ["test"] || duration >= 3 == true`: "FuzzParse ExampleNew TestCancelSlow",
	`true`: "TestRefund TestCancelSlow FuzzParse ExampleNew",
}

func TestFilters(t *testing.T) {
	for text, want := range matches {
		f := filter(t, text)
		got := map[string]bool{}
		for _, s := range samples() {
			if f.Matches(s.test, s.past) {
				got[s.name] = true
			}
		}
		wanted := map[string]bool{}
		for name := range strings.FieldsSeq(want) {
			wanted[name] = true
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

type sample struct {
	name string
	test suite.Test
	past Past
}

func samples() []sample {
	orders, stock := "example.com/shop/orders", "example.com/shop/stock"
	of := func(unit, name string, kind suite.Kind, past Past) sample {
		return sample{name, suite.Test{ID: suite.ID(unit + "." + name), Unit: unit, Kind: kind}, past}
	}
	refund := of(orders, "TestRefund", suite.KindTest, Past{})
	refund.test.Parallel, refund.test.File = true, "orders/refund_test.go"
	return []sample{
		refund,
		of(orders, "TestCancelSlow", suite.KindTest, Past{Duration: 3 * time.Second}),
		of(orders, "FuzzParse", suite.KindFuzz, Past{Duration: time.Second, Failed: true}),
		of(stock, "ExampleNew", suite.KindExample, Past{Duration: time.Millisecond}),
	}
}

// The examples in docs/configuration.md are among those tested above.
func TestTheFiltersInTheDocsAreTested(t *testing.T) {
	page, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| filter | tests |")
	table, _, _ = strings.Cut(table, "\n\n")
	examples := regexp.MustCompile("(?m)^\\| `(.*)` \\|").FindAllStringSubmatch(table, -1)
	if len(examples) == 0 {
		t.Fatal("the page has no examples of filters")
	}
	for _, m := range examples {
		text := strings.ReplaceAll(m[1], `\|`, "|") // Markdown's escape within tables
		if _, tested := matches[text]; !tested {
			t.Errorf("%s is not tested", text)
		}
	}
}

func TestFilterErrors(t *testing.T) {
	const compare = "and, or, not, ==, !=, <, <=, >, >=, contains, startsWith, endsWith, matches, in"
	cases := map[string]string{
		`nme == "x"`:                  "1:1: unknown field \"nme\"\nuse one of id, name, package, kind, file, parallel, duration, failed",
		`package =~ "orders"`:         "1:9: unexpected \"=\"\noperators are " + compare,
		`name = "x"`:                  "1:6: unexpected \"=\"\noperators are " + compare,
		`name == "x")`:                "1:12: unexpected \")\"\noperators are " + compare,
		`(name == "x"`:                "1:12: the expression is not complete\n",
		``:                            "1:1: the expression is not complete\n",
		`name`:                        "1:1: the expression is neither true nor false: compare it with something\n",
		`name == "é`:                  "1:11: literal not terminated\n",
		`name matches "["`:            "1:6: error parsing regexp: missing closing ]: `[`\n",
		`name matches file`:           "1:6: matches wants a regular expression in quotes on its right\n",
		`len(name) > 3`:               "1:1: only fields, constants and operators can stand in filters\n",
		`duration > "x"`:              "1:10: invalid operation: > (mismatched types float64 and string)\n",
		`duration / 0 > 2`:            "1:10: operator / is not one of filters\n",
		"parallel or\n  1..3 == name": "2:4: operator .. is not one of filters\n",
		`let x = 1; parallel`:         "1:5: only fields, constants and operators can stand in filters\n",
	}
	for text, want := range cases {
		_, err := ParseFilter(text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("ParseFilter(%q): error %v, want an *Error", text, err)
			continue
		}
		if got := e.Error() + "\n" + e.Hint; got != "filter:"+want {
			t.Errorf("ParseFilter(%q):\n%s\nwant\nfilter:%s", text, got, want)
		}
	}
}

// not F holds where F does not, for whatever compiles: so no filter fails.
func TestEveryFilterHasAnAnswer(t *testing.T) {
	word := rapid.SampledFrom(append(append(fields(), operators()...),
		`""`, `"x"`, `"("`, "0", "1.5", "-", "(", ")", "[", "]", ",", "true", "nil", "?", ":", ".", "..", "%", "??", "{", "}"))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 9).Draw(t, "words"), " ")
		f, err := ParseFilter(text)
		if err != nil {
			return
		}
		negated, err := ParseFilter("not (" + text + ")")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range samples() {
			if f.Matches(s.test, s.past) == negated.Matches(s.test, s.past) {
				t.Errorf("%s and its negation agree on %s", text, s.name)
			}
		}
	})
}

func FuzzParseFilter(f *testing.F) {
	for text := range matches {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := ParseFilter(text)
		if err != nil {
			return
		}
		for _, s := range samples() {
			filter.Matches(s.test, s.past)
		}
	})
}

func TestTheFirstOverrideThatSetsSomethingWins(t *testing.T) {
	minute, none := time.Minute, time.Duration(0)
	two, zero := 2, 0
	c := Config{Timeout: time.Second, Retries: 1, Overrides: []Override{
		{Filter: filter(t, `name contains "Refund"`), Group: "port"},
		{Filter: filter(t, `package contains "orders"`), Timeout: &none, Retries: &zero},
		{Filter: filter(t, `true`), Timeout: &minute, Retries: &two, Group: "all"},
	}}
	want := map[string]Rules{
		"TestRefund":     {0, 0, "port"},
		"TestCancelSlow": {0, 0, "all"},
		"FuzzParse":      {0, 0, "all"},
		"ExampleNew":     {time.Minute, 2, "all"},
	}
	got := map[string]Rules{}
	for _, s := range samples() {
		got[s.name] = c.Rules(s.test, s.past)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c.Overrides = nil
	if got, want := c.Rules(suite.Test{}, Past{}), (Rules{time.Second, 1, ""}); got != want {
		t.Errorf("without overrides %+v, want %+v", got, want)
	}
}
