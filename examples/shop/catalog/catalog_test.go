package catalog_test

import (
	"errors"
	"slices"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/internal/shoptest"
	"example.com/shop/money"
)

func open(t *testing.T) catalog.Catalog { return catalog.Catalog{DB: shoptest.Open(t)} }

// add puts a product on sale under a SKU that no other test uses.
func add(t *testing.T, c catalog.Catalog, category, name string, price money.Amount) catalog.Product {
	t.Helper()
	p, err := c.Add(t.Context(), catalog.Product{SKU: shoptest.Unique(name), Name: name, Category: category, Price: price})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAdd(t *testing.T) {
	t.Parallel()
	c := open(t)
	want := add(t, c, shoptest.Unique("Lamps"), "Lamp", 1999)
	got, err := c.BySKU(t.Context(), want.SKU)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("BySKU(%q) = %+v, want %+v", want.SKU, got, want)
	}
}

func TestAddWithoutCategory(t *testing.T) {
	t.Parallel()
	if got := add(t, open(t), "", "Lamp", 1).Category; got != "Uncategorised" {
		t.Errorf("category %q, want %q", got, "Uncategorised")
	}
}

func TestAddRefuses(t *testing.T) {
	t.Parallel()
	c := open(t)
	taken := add(t, c, "", "Lamp", 1)
	tests := map[string]struct {
		product catalog.Product
		want    error
	}{
		"a taken SKU":      {catalog.Product{SKU: taken.SKU, Name: "Other", Price: 1}, catalog.ErrTaken},
		"a negative price": {catalog.Product{SKU: shoptest.Unique("Debt"), Name: "Debt", Price: -1}, catalog.ErrNegative},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := c.Add(t.Context(), tt.product); !errors.Is(err, tt.want) {
				t.Errorf("Add(%+v) = %+v, %v, want %v", tt.product, got, err, tt.want)
			}
		})
	}
}

func TestThingsMayBeFree(t *testing.T) {
	t.Parallel()
	if got := add(t, open(t), "", "Sample", 0).Price; got != 0 {
		t.Errorf("price %v, want 0.00", got)
	}
}

func TestInIsSortedByName(t *testing.T) {
	t.Parallel()
	c, lamps := open(t), shoptest.Unique("Lamps")
	for _, name := range []string{"Wall lamp", "Desk lamp", "Torch"} {
		add(t, c, lamps, name, 100)
	}
	add(t, c, shoptest.Unique("Chairs"), "Chair", 100)
	want := []string{"Desk lamp", "Torch", "Wall lamp"}
	if got := names(t, c, lamps); !slices.Equal(got, want) {
		t.Errorf("In = %q, want %q", got, want)
	}
}

func names(t *testing.T, c catalog.Catalog, category string) []string {
	t.Helper()
	products, err := c.In(t.Context(), category)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range products {
		all = append(all, p.Name)
	}
	return all
}

func TestInUnknownCategoryIsNothing(t *testing.T) {
	t.Parallel()
	if got := names(t, open(t), shoptest.Unique("Nowhere")); len(got) != 0 {
		t.Errorf("found %q", got)
	}
}

func TestRetiredProductsAreNotListed(t *testing.T) {
	t.Parallel()
	c, lamps := open(t), shoptest.Unique("Lamps")
	old := add(t, c, lamps, "Old lamp", 100)
	add(t, c, lamps, "New lamp", 100)
	if err := c.Retire(t.Context(), old.SKU); err != nil {
		t.Fatal(err)
	}
	if got, want := names(t, c, lamps), []string{"New lamp"}; !slices.Equal(got, want) {
		t.Errorf("In = %q, want %q", got, want)
	}
}

func TestRetiredProductsAreStillKnown(t *testing.T) {
	t.Parallel()
	c := open(t)
	old := add(t, c, "", "Old lamp", 100)
	if err := c.Retire(t.Context(), old.SKU); err != nil {
		t.Fatal(err)
	}
	if got, err := c.BySKU(t.Context(), old.SKU); err != nil || !got.Retired {
		t.Errorf("BySKU = %+v, %v, want it retired", got, err)
	}
}

func TestReprice(t *testing.T) {
	c := open(t)
	lamp := add(t, c, "", "Lamp", 100)
	if err := c.Reprice(t.Context(), lamp.SKU, 80); err != nil {
		t.Fatal(err)
	}
	if got, err := c.BySKU(t.Context(), lamp.SKU); err != nil || got.Price != 80 {
		t.Errorf("BySKU = %+v, %v, want price 0.80", got, err)
	}
}

func TestRepriceRefusesNegativePrices(t *testing.T) {
	c := open(t)
	lamp := add(t, c, "", "Lamp", 100)
	if err := c.Reprice(t.Context(), lamp.SKU, -1); !errors.Is(err, catalog.ErrNegative) {
		t.Errorf("got %v, want ErrNegative", err)
	}
}

func TestUnknownProducts(t *testing.T) {
	c := open(t)
	tests := map[string]func(sku string) error{
		"find":    func(sku string) error { _, err := c.BySKU(t.Context(), sku); return err },
		"reprice": func(sku string) error { return c.Reprice(t.Context(), sku, 1) },
		"retire":  func(sku string) error { return c.Retire(t.Context(), sku) },
	}
	for name, call := range tests {
		t.Run(name, func(t *testing.T) {
			if err := call(shoptest.Unique("nothing")); !errors.Is(err, catalog.ErrUnknown) {
				t.Errorf("got %v, want ErrUnknown", err)
			}
		})
	}
}

func TestDiscount(t *testing.T) {
	tests := map[string]struct {
		percent int
		want    money.Amount
	}{
		"none":       {0, 1999},
		"ten":        {10, 1799},
		"half":       {50, 999},
		"everything": {100, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, lamps := open(t), shoptest.Unique("Lamps")
			lamp := add(t, c, lamps, "Lamp", 1999)
			if n, err := c.Discount(t.Context(), lamps, tt.percent); err != nil || n != 1 {
				t.Fatalf("Discount reached %d products, %v, want 1", n, err)
			}
			if got, err := c.BySKU(t.Context(), lamp.SKU); err != nil || got.Price != tt.want {
				t.Errorf("price %v, %v, want %v", got.Price, err, tt.want)
			}
		})
	}
}

func TestDiscountRefuses(t *testing.T) {
	c := open(t)
	for name, percent := range map[string]int{"a surcharge": -1, "more than all": 101} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.Discount(t.Context(), "Uncategorised", percent); err == nil {
				t.Errorf("Discount(%d) succeeded", percent)
			}
		})
	}
}
