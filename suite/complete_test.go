package suite_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/suite"
)

func TestNamesAreCompletedByTheirShortFormWhereItFits(t *testing.T) {
	names := suite.NewNames([]suite.ID{
		"example.com/shop/orders.TestRefund", "example.com/shop/orders.TestList", "example.com/shop/stock.TestList",
		"tests/test_orders.py::TestRefund::test_all",
	})
	for _, tt := range []struct {
		prefix string
		want   []string
	}{
		{"", []string{"orders.TestRefund", "orders.TestList", "stock.TestList", "tests/test_orders.py::TestRefund::test_all"}},
		{"orders.TestR", []string{"orders.TestRefund"}},
		{"TestR", []string{"TestRefund", "TestRefund::test_all"}},
		{"TestL", nil}, // two are called so
		{"shop/st", []string{"shop/stock.TestList"}},
		{"example.com/shop/s", []string{"example.com/shop/stock.TestList"}},
		{"test_all", []string{"test_all"}},
		{"nothing", nil},
	} {
		if got := names.Complete(tt.prefix); !slices.Equal(got, tt.want) {
			t.Errorf("Complete(%q) = %q, want %q", tt.prefix, got, tt.want)
		}
	}
}

func TestShortFormsAndCompletionsNameTheirTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.Map(rapid.StringMatching(`(a|b|a/b)\.T[ab]{0,2}`), func(s string) suite.ID { return suite.ID(s) }), rapid.ID).Draw(t, "ids")
		names := suite.NewNames(ids)
		prefix := rapid.StringMatching(`[abT./]{0,3}`).Draw(t, "prefix")
		rest := ids // in whose order they are offered, each once
		for _, name := range names.Complete(prefix) {
			id, err := names.Resolve(name)
			i := slices.Index(rest, id)
			if err != nil || i < 0 || !strings.HasPrefix(name, prefix) {
				t.Fatalf("Complete(%q) has %q, which is %q, %v", prefix, name, id, err)
			}
			rest = rest[i+1:]
		}
		if all := names.Complete(""); len(all) != len(ids) {
			t.Errorf("Complete(\"\") = %q, want one for each of %q", all, ids)
		}
		for _, id := range ids {
			if got, err := names.Resolve(names.Short(id)); err != nil || got != id {
				t.Errorf("Resolve(%q), the short form of %q, = %q, %v", names.Short(id), id, got, err)
			}
		}
	})
}
