package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

func TestDashes(t *testing.T) {
	cases := map[string]struct{ typed, want []string }{
		"flags of go test with one dash": {
			[]string{"run", "-race", "-run=X/y", "-v", "./..."},
			[]string{"run", "--race", "--run=X/y", "-v", "./..."},
		},
		"-json is that of go test, --json is ptr's": {[]string{"-json", "--json", "f"}, []string{"--report=test2json:-", "--json", "f"}},
		"with two":                   {[]string{"--count=1"}, []string{"--count=1"}},
		"ptr's own":                  {[]string{"-j", "--workers=2"}, []string{"-j", "--workers=2"}},
		"behind -args nothing":       {[]string{"-short", "-args", "-race"}, []string{"--short", "--", "-race"}},
		"behind -- nothing":          {[]string{"--", "-race"}, []string{"--", "-race"}},
		"a seed apart from its flag": {[]string{"--shuffle", "5", "shop.tests"}, []string{"--shuffle=5", "shop.tests"}},
		"-shuffle as go takes it":    {[]string{"-shuffle", "on", "./..."}, []string{"--shuffle=on", "./..."}},
		"a label is no seed":         {[]string{"--shuffle", "on", "shop5"}, []string{"--shuffle", "on", "shop5"}},
		"a value that looks like it": {[]string{"--seed", "7"}, []string{"--seed", "7"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := Dashes(tt.typed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusedFlagsSayWhy(t *testing.T) {
	for _, flag := range GoFlags() {
		_, err := Dashes([]string{"-" + flag.Name})
		var usage *console.Error
		refused := errors.As(err, &usage) && usage.Status == console.BadUsage && usage.Hint == flag.Why
		if want := flag.Fate == Refused; refused != want {
			t.Errorf("-%s: error %v, refused: %v", flag.Name, err, want)
		}
	}
}

func TestSelection(t *testing.T) {
	all := []suite.Test{
		{ID: "shop/orders.TestA", Unit: "shop/orders"},
		{ID: "shop/orders.TestB", Unit: "shop/orders"},
		{ID: "shop/stock.TestA", Unit: "shop/stock"},
	}
	notStock := func(t suite.Test) bool { return t.Unit != "shop/stock" }
	cases := map[string]struct {
		Selection
		want string
	}{
		"everything":           {Selection{Order: plan.Source}, "shop/orders.TestA shop/orders.TestB shop/stock.TestA"},
		"a label":              {Selection{Order: plan.Source, Labels: []string{"TestB"}}, "shop/orders.TestB"},
		"a subtest's test":     {Selection{Order: plan.Source, Labels: []string{"stock.TestA/x"}}, "shop/stock.TestA"},
		"a filter":             {Selection{Order: plan.Source, Filter: notStock}, "shop/orders.TestA shop/orders.TestB"},
		"start at, in reverse": {Selection{Order: plan.Reverse, StartAt: "TestB"}, "shop/orders.TestB shop/orders.TestA"},
		"start after":          {Selection{Order: plan.Source, StartAfter: "orders.TestA"}, "shop/orders.TestB shop/stock.TestA"},
		"start at a package":   {Selection{Order: plan.Source, StartAt: "shop/stock"}, "shop/stock.TestA"},
		"start after one":      {Selection{Order: plan.Source, StartAfter: "shop/orders"}, "shop/stock.TestA"},
		"those that failed":    {Selection{Order: plan.Source, Only: []suite.ID{"shop/stock.TestA"}}, "shop/stock.TestA"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			tests, err := tt.Apply(all)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, test := range tests {
				got = append(got, string(test.ID))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

func TestSelectionErrors(t *testing.T) {
	all := []suite.Test{{ID: "shop/orders.TestA"}, {ID: "shop/stock.TestA"}}
	cases := map[string]struct {
		label, text, hint string
	}{
		"an ambiguous label":      {"TestA", `"TestA" names 2 tests`, "say which: shop/orders.TestA, shop/stock.TestA"},
		"a label in other case":   {"orders.testa", `unknown test "orders.testa"`, "did you mean shop/orders.TestA?"},
		"a label nobody ever had": {"TestZ", `unknown test "TestZ"`, "ptr list shows the tests that there are"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Selection{Order: plan.Source, Labels: []string{tt.label}}.Apply(all)
			var usage *console.Error
			if !errors.As(err, &usage) {
				t.Fatalf("error %v, want a usage error", err)
			}
			if usage.Error() != tt.text || usage.Hint != tt.hint {
				t.Errorf("error %q, hint %q; want %q, %q", usage, usage.Hint, tt.text, tt.hint)
			}
		})
	}
}

func TestRunPatternLetsSubtestsThrough(t *testing.T) {
	for labels, want := range map[string]string{
		"orders.TestA":               "",
		"orders.TestA/x":             "^TestA$/^x$",
		"m.com/o.TestA/x.y/z TestB":  `^TestA$/^x\.y$/^z$|^TestB$`,
		"m.com/Tests.io/o.TestA/Tes": "^TestA$/^Tes$",
	} {
		if got := runPattern(strings.Fields(labels)); got != want {
			t.Errorf("runPattern(%s) = %q, want %q", labels, got, want)
		}
	}
}
