package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

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
