package invoices

import (
	"database/sql"
	"errors"
	"slices"
	"sync"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/internal/shoptest"
	"example.com/shop/money"
	"example.com/shop/orders"
	"example.com/shop/people"
	"example.com/shop/stock"
)

// paidOrder is a new order of one thing.
func paidOrder(t *testing.T, db *sql.DB, price money.Amount) orders.Order {
	t.Helper()
	order := openOrder(t, db, price)
	if err := (orders.Orders{DB: db}).Move(t.Context(), order.ID, orders.Paid); err != nil {
		t.Fatal(err)
	}
	order.State = orders.Paid
	return order
}

func openOrder(t *testing.T, db *sql.DB, price money.Amount) orders.Order {
	t.Helper()
	person, err := people.People{DB: db}.Join(t.Context(), shoptest.Unique("payer")+"@example.com", "Payer")
	if err != nil {
		t.Fatal(err)
	}
	thing, err := catalog.Catalog{DB: db}.Add(t.Context(), catalog.Product{SKU: shoptest.Unique("thing"), Name: "Thing", Price: price})
	if err != nil {
		t.Fatal(err)
	}
	if err := (stock.Stock{DB: db}).Receive(t.Context(), thing.ID, 1); err != nil {
		t.Fatal(err)
	}
	order, err := orders.Orders{DB: db}.Place(t.Context(), person.ID, orders.Line{Product: thing.ID, Quantity: 1})
	if err != nil {
		t.Fatal(err)
	}
	return order
}

func TestIssue(t *testing.T) {
	t.Parallel()
	db := shoptest.Open(t)
	i, order := Invoices{db}, paidOrder(t, db, 11900)
	want, err := i.Issue(t.Context(), shoptest.Unique("2026"), order, 19)
	if err != nil {
		t.Fatal(err)
	}
	if want.Net != 10000 || want.VAT != 1900 || want.Number != 1 {
		t.Errorf("Issue = %+v, want number 1, 100.00 and 19.00", want)
	}
	if got, err := i.Of(t.Context(), order.ID); err != nil || got != want {
		t.Errorf("Of = %+v, %v, want %+v", got, err, want)
	}
}

func TestNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	db, series := shoptest.Open(t), shoptest.Unique("2026")
	for want := 1; want <= 5; want++ {
		got, err := Invoices{db}.Issue(t.Context(), series, paidOrder(t, db, 100), 19)
		if err != nil {
			t.Fatal(err)
		}
		if got.Number != want {
			t.Errorf("invoice %d has number %d", want, got.Number)
		}
	}
}

func TestSeriesCountApart(t *testing.T) {
	t.Parallel()
	db := shoptest.Open(t)
	for range 2 {
		got, err := Invoices{db}.Issue(t.Context(), shoptest.Unique("series"), paidOrder(t, db, 100), 19)
		if err != nil {
			t.Fatal(err)
		}
		if got.Number != 1 {
			t.Errorf("%s begins at %d", got.Series, got.Number)
		}
	}
}

func TestNumbersHaveNoGapsUnderLoad(t *testing.T) {
	t.Parallel()
	db, series := shoptest.Open(t), shoptest.Unique("2026")
	numbers := make([]int, 6)
	var clerks sync.WaitGroup
	for n := range numbers {
		order := paidOrder(t, db, 100)
		clerks.Go(func() {
			invoice, err := Invoices{db}.Issue(t.Context(), series, order, 19)
			if err != nil {
				t.Error(err)
			}
			numbers[n] = invoice.Number
		})
	}
	clerks.Wait()
	slices.Sort(numbers)
	if want := []int{1, 2, 3, 4, 5, 6}; !slices.Equal(numbers, want) {
		t.Errorf("numbers %v, want %v", numbers, want)
	}
}

func TestIssueTwice(t *testing.T) {
	t.Parallel()
	db := shoptest.Open(t)
	order, series := paidOrder(t, db, 100), shoptest.Unique("2026")
	if _, err := (Invoices{db}).Issue(t.Context(), series, order, 19); err != nil {
		t.Fatal(err)
	}
	if _, err := (Invoices{db}).Issue(t.Context(), series, order, 19); !errors.Is(err, ErrTwice) {
		t.Errorf("got %v, want ErrTwice", err)
	}
}

func TestIssueNeedsAPayment(t *testing.T) {
	db := shoptest.Open(t)
	order := openOrder(t, db, 100)
	for _, state := range []orders.State{orders.Open, orders.Cancelled, orders.Refunded} {
		t.Run(string(state), func(t *testing.T) {
			order.State = state
			if _, err := (Invoices{db}).Issue(t.Context(), "2026", order, 19); !errors.Is(err, ErrUnpaid) {
				t.Errorf("got %v, want ErrUnpaid", err)
			}
		})
	}
}

func TestOfAnOrderWithoutInvoice(t *testing.T) {
	if _, err := (Invoices{shoptest.Open(t)}).Of(t.Context(), -1); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestVAT(t *testing.T) {
	tests := map[string]struct {
		gross    money.Amount
		percent  int
		net, vat money.Amount
	}{
		"nothing":      {0, 19, 0, 0},
		"full rate":    {11900, 19, 10000, 1900},
		"reduced rate": {10700, 7, 10000, 700},
		"no VAT":       {5000, 0, 5000, 0},
		"rounded":      {999, 19, 839, 160},
		"one cent":     {1, 19, 1, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if net, vat := split(tt.gross, tt.percent); net != tt.net || vat != tt.vat {
				t.Errorf("split(%v, %d) = %v, %v, want %v, %v", tt.gross, tt.percent, net, vat, tt.net, tt.vat)
			}
		})
	}
}

func TestNetAndVATAddUp(t *testing.T) {
	for gross := money.Amount(0); gross < 2000; gross++ {
		if net, vat := split(gross, 19); net+vat != gross || vat < 0 {
			t.Fatalf("split(%v, 19) = %v, %v", gross, net, vat)
		}
	}
}

func TestName(t *testing.T) {
	tests := map[string]Invoice{
		"2026-0042":  {Series: "2026", Number: 42},
		"A-0001":     {Series: "A", Number: 1},
		"2026-12345": {Series: "2026", Number: 12345},
	}
	for want, invoice := range tests {
		t.Run(want, func(t *testing.T) {
			if got := invoice.Name(); got != want {
				t.Errorf("Name = %q, want %q", got, want)
			}
		})
	}
}
