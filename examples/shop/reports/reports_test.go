package reports_test

import (
	"database/sql"
	"slices"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/internal/shoptest"
	"example.com/shop/money"
	"example.com/shop/orders"
	"example.com/shop/people"
	"example.com/shop/reports"
	"example.com/shop/stock"
)

// A market is a customer and a category that no other test knows.
type market struct {
	db       *sql.DB
	customer int64
	category string
}

func open(t *testing.T) market {
	t.Helper()
	db := shoptest.Open(t)
	p, err := people.People{DB: db}.Join(t.Context(), shoptest.Unique("buyer")+"@example.com", "Buyer")
	if err != nil {
		t.Fatal(err)
	}
	return market{db, p.ID, shoptest.Unique("category")}
}

// stocked is a new product of the market, n of it in stock.
func (m market) stocked(t *testing.T, name string, price money.Amount, n int) catalog.Product {
	t.Helper()
	p, err := catalog.Catalog{DB: m.db}.Add(t.Context(),
		catalog.Product{SKU: shoptest.Unique(name), Name: name, Category: m.category, Price: price})
	if err != nil {
		t.Fatal(err)
	}
	if err := (stock.Stock{DB: m.db}).Receive(t.Context(), p.ID, n); err != nil {
		t.Fatal(err)
	}
	return p
}

// sell orders n of a product and brings the order through states.
func (m market) sell(t *testing.T, p catalog.Product, n int, states ...orders.State) {
	t.Helper()
	o := orders.Orders{DB: m.db}
	order, err := o.Place(t.Context(), m.customer, orders.Line{Product: p.ID, Quantity: n})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		if err := o.Move(t.Context(), order.ID, s); err != nil {
			t.Fatal(err)
		}
	}
}

func (m market) bestSellers(t *testing.T, limit int) []reports.Sale {
	t.Helper()
	sales, err := reports.BestSellers(t.Context(), m.db, m.category, limit)
	if err != nil {
		t.Fatal(err)
	}
	return sales
}

func (m market) wantSpent(t *testing.T, want money.Amount) {
	t.Helper()
	if got, err := reports.Spent(t.Context(), m.db, m.customer); err != nil || got != want {
		t.Errorf("Spent = %v, %v, want %v", got, err, want)
	}
}

func TestBestSellers(t *testing.T) {
	t.Parallel()
	m := open(t)
	lamp, chair, nail := m.stocked(t, "lamp", 1000, 9), m.stocked(t, "chair", 5000, 9), m.stocked(t, "nail", 1, 999)
	m.sell(t, lamp, 2, orders.Paid)
	m.sell(t, lamp, 4, orders.Paid, orders.Shipped)
	m.sell(t, chair, 2, orders.Paid)
	m.sell(t, nail, 999, orders.Paid)
	want := []reports.Sale{{"chair", 2, 10000}, {"lamp", 6, 6000}, {"nail", 999, 999}}
	if got := m.bestSellers(t, 10); !slices.Equal(got, want) {
		t.Errorf("BestSellers = %v, want %v", got, want)
	}
}

func TestBestSellersAmongEquals(t *testing.T) {
	t.Parallel()
	m := open(t)
	for _, name := range []string{"c", "a", "b"} {
		m.sell(t, m.stocked(t, name, 100, 1), 1, orders.Paid)
	}
	want := []reports.Sale{{"a", 1, 100}, {"b", 1, 100}}
	if got := m.bestSellers(t, 2); !slices.Equal(got, want) {
		t.Errorf("BestSellers = %v, want %v", got, want)
	}
}

func TestBestSellersCountsOnlySales(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		states []orders.State
		want   int
	}{
		"open":      {nil, 0},
		"paid":      {[]orders.State{orders.Paid}, 1},
		"shipped":   {[]orders.State{orders.Paid, orders.Shipped}, 1},
		"cancelled": {[]orders.State{orders.Cancelled}, 0},
		"refunded":  {[]orders.State{orders.Paid, orders.Refunded}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := open(t)
			m.sell(t, m.stocked(t, "lamp", 1000, 1), 1, tt.states...)
			if got := m.bestSellers(t, 10); len(got) != tt.want {
				t.Errorf("BestSellers = %v, want %d", got, tt.want)
			}
		})
	}
}

func TestBestSellersOfAnEmptyCategory(t *testing.T) {
	t.Parallel()
	if got := open(t).bestSellers(t, 10); len(got) != 0 {
		t.Errorf("BestSellers = %v", got)
	}
}

func TestBestSellersOfOneCategoryOnly(t *testing.T) {
	t.Parallel()
	m := open(t)
	m.sell(t, m.stocked(t, "lamp", 1000, 1), 1, orders.Paid)
	m.category = shoptest.Unique("another")
	if got := m.bestSellers(t, 10); len(got) != 0 {
		t.Errorf("BestSellers = %v", got)
	}
}

func TestSpent(t *testing.T) {
	m := open(t)
	lamp := m.stocked(t, "lamp", 1000, 10)
	m.sell(t, lamp, 2, orders.Paid)
	m.sell(t, lamp, 1, orders.Paid, orders.Shipped)
	m.wantSpent(t, 3000)
}

func TestSpentNothing(t *testing.T) {
	open(t).wantSpent(t, 0)
}

func TestSpentLeavesOutRefunds(t *testing.T) {
	m := open(t)
	lamp := m.stocked(t, "lamp", 1000, 10)
	m.sell(t, lamp, 2, orders.Paid)
	m.sell(t, lamp, 3, orders.Paid, orders.Refunded)
	m.sell(t, lamp, 4)
	m.wantSpent(t, 2000)
}

func TestRunningOut(t *testing.T) {
	m := open(t)
	m.stocked(t, "plenty", 1, 50)
	m.stocked(t, "none", 1, 0)
	m.stocked(t, "few", 1, 4)
	tests := map[string]struct {
		level int
		want  []string
	}{
		"nothing is below zero": {0, nil},
		"below one":             {1, []string{"none"}},
		"below five":            {5, []string{"few", "none"}},
		"below a hundred":       {100, []string{"few", "none", "plenty"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := reports.RunningOut(t.Context(), m.db, m.category, tt.level)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("RunningOut(%d) = %q, want %q", tt.level, got, tt.want)
			}
		})
	}
}

func TestRunningOutLeavesOutRetiredProducts(t *testing.T) {
	m := open(t)
	old := m.stocked(t, "old", 1, 0)
	if err := (catalog.Catalog{DB: m.db}).Retire(t.Context(), old.SKU); err != nil {
		t.Fatal(err)
	}
	if got, err := reports.RunningOut(t.Context(), m.db, m.category, 10); err != nil || len(got) != 0 {
		t.Errorf("RunningOut = %q, %v", got, err)
	}
}
