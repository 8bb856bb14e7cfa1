package orders

import (
	"database/sql"
	"fmt"
	"os"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/internal/shoptest"
	"example.com/shop/money"
	"example.com/shop/people"
	"example.com/shop/stock"
)

// db is the pool that all tests of this package share. TestMain opens it.
var db *sql.DB

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if db, err = shoptest.Shop(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer db.Close()
	return m.Run()
}

// customer is a person whom no other test knows.
func customer(t *testing.T) int64 {
	t.Helper()
	p, err := people.People{DB: db}.Join(t.Context(), shoptest.Unique("customer")+"@example.com", "Customer")
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// product is one that no other test knows, n of it in stock.
func product(t *testing.T, price money.Amount, n int) catalog.Product {
	t.Helper()
	p, err := catalog.Catalog{DB: db}.Add(t.Context(), catalog.Product{SKU: shoptest.Unique("thing"), Name: "Thing", Price: price})
	if err != nil {
		t.Fatal(err)
	}
	if err := (stock.Stock{DB: db}).Receive(t.Context(), p.ID, n); err != nil {
		t.Fatal(err)
	}
	return p
}

// place orders n of a new product that costs 10.00 and of which there are 10.
func place(t *testing.T, n int) (Orders, Order) {
	t.Helper()
	o := Orders{db}
	order, err := o.Place(t.Context(), customer(t), Line{Product: product(t, 1000, 10).ID, Quantity: n})
	if err != nil {
		t.Fatal(err)
	}
	return o, order
}

// move brings an order through states, one after the other.
func move(t *testing.T, o Orders, id int64, states ...State) {
	t.Helper()
	for _, s := range states {
		if err := o.Move(t.Context(), id, s); err != nil {
			t.Fatal(err)
		}
	}
}

func wantState(t *testing.T, o Orders, id int64, want State) {
	t.Helper()
	if got, err := o.Get(t.Context(), id); err != nil || got.State != want {
		t.Errorf("order %d is %q, %v, want %q", id, got.State, err, want)
	}
}

func wantLevel(t *testing.T, product int64, want int) {
	t.Helper()
	if got, err := (stock.Stock{DB: db}).Level(t.Context(), product); err != nil || got != want {
		t.Errorf("%d of product %d in stock, %v, want %d", got, product, err, want)
	}
}
