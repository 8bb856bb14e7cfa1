package search

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/internal/shoptest"
)

// shelf is a catalog with a brand of its own, whose names begin with "*".
func shelf(t *testing.T, names ...string) (*sql.DB, string) {
	t.Helper()
	db, brand := shoptest.Open(t), strings.ToLower(shoptest.Unique("brand"))
	for _, name := range names {
		p := catalog.Product{SKU: shoptest.Unique("thing"), Name: strings.ReplaceAll(name, "*", brand), Price: 1}
		if _, err := (catalog.Catalog{DB: db}).Add(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	return db, brand
}

// find searches for query and returns names, the brand as "*".
func find(t *testing.T, db *sql.DB, brand, query string, limit int) []string {
	t.Helper()
	hits, err := Products(t.Context(), db, strings.ReplaceAll(query, "*", brand), limit)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, hit := range hits {
		names = append(names, strings.ReplaceAll(hit.Name, brand, "*"))
	}
	return names
}

func TestTerms(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query string
		want  []string
	}{
		"nothing":    {"", nil},
		"blanks":     {" \t\n", nil},
		"one":        {"lamp", []string{"lamp"}},
		"case":       {"LamP", []string{"lamp"}},
		"two":        {" desk  lamp ", []string{"desk", "lamp"}},
		"repeated":   {"lamp Lamp desk", []string{"lamp", "desk"}},
		"non-ASCII":  {"Tür SCHLÖSSER", []string{"tür", "schlösser"}},
		"very many":  {"a b c d e f g h i j", []string{"a", "b", "c", "d", "e", "f", "g", "h"}},
		"with signs": {"50% off_", []string{"50%", "off_"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Terms(tt.query); !slices.Equal(got, tt.want) {
				t.Errorf("Terms(%q) = %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}

func TestProducts(t *testing.T) {
	t.Parallel()
	db, brand := shelf(t, "* desk lamp", "* wall lamp", "Lamp by *", "* chair", "* 50% wool", "* 500 wools", "* a_b", "* axb")
	tests := map[string]struct {
		query string
		want  []string
	}{
		"one word":            {"* chair", []string{"* chair"}},
		"any order":           {"lamp desk *", []string{"* desk lamp"}},
		"letter case":         {"* CHAIR", []string{"* chair"}},
		"prefix comes first":  {"* lamp", []string{"* desk lamp", "* wall lamp", "Lamp by *"}},
		"the first word wins": {"lamp *", []string{"Lamp by *", "* desk lamp", "* wall lamp"}},
		"per cent is literal": {"* 50%", []string{"* 50% wool"}},
		"underscore too":      {"* a_b", []string{"* a_b"}},
		"part of a word":      {"* chai", []string{"* chair"}},
		"nothing":             {"* sofa", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := find(t, db, brand, tt.query, 10); !slices.Equal(got, tt.want) {
				t.Errorf("search for %q = %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	db, brand := shelf(t, "* a", "* b", "* c")
	for name, n := range map[string]int{"none": 0, "two": 2} {
		t.Run(name, func(t *testing.T) {
			if got := find(t, db, brand, "*", n); len(got) != n {
				t.Errorf("limit %d gave %q", n, got)
			}
		})
	}
}

func TestEmptyQueriesFindNothing(t *testing.T) {
	t.Parallel()
	db, brand := shelf(t, "* a")
	if got := find(t, db, brand, "  ", 10); len(got) != 0 {
		t.Errorf("found %q", got)
	}
}

func TestQueriesAreNotSQL(t *testing.T) {
	db, brand := shelf(t, "* a")
	if got := find(t, db, brand, `*' OR 1=1 --`, 10); len(got) != 0 {
		t.Errorf("found %q", got)
	}
}

func TestRetiredProductsAreNotFound(t *testing.T) {
	db, brand := shelf(t, "* old")
	hits, err := Products(t.Context(), db, brand, 10)
	if err != nil || len(hits) != 1 {
		t.Fatalf("before: %v, %v", hits, err)
	}
	if err := (catalog.Catalog{DB: db}).Retire(t.Context(), hits[0].SKU); err != nil {
		t.Fatal(err)
	}
	if got := find(t, db, brand, "*", 10); len(got) != 0 {
		t.Errorf("found %q", got)
	}
}

func TestSynonyms(t *testing.T) {
	t.Skip("synonyms need a dictionary: couch should find sofa")
}
