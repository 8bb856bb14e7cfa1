package orders

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/money"
)

func TestPlace(t *testing.T) {
	t.Parallel()
	o, person, lamp, chair := Orders{db}, customer(t), product(t, 1999, 10), product(t, 4950, 10)
	order, err := o.Place(t.Context(), person, Line{Product: lamp.ID, Quantity: 2}, Line{Product: chair.ID, Quantity: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := []Line{{lamp.ID, 2, 1999}, {chair.ID, 1, 4950}}
	if order.Person != person || order.State != Open || !slices.Equal(order.Lines, want) {
		t.Errorf("Place = %+v, want lines %v, open, of person %d", order, want, person)
	}
}

func TestPlaceTakesFromTheShelf(t *testing.T) {
	t.Parallel()
	_, order := place(t, 3)
	wantLevel(t, order.Lines[0].Product, 7)
}

func TestPlaceTheLastOnes(t *testing.T) {
	t.Parallel()
	_, order := place(t, 10)
	wantLevel(t, order.Lines[0].Product, 0)
}

func TestPlaceRefuses(t *testing.T) {
	t.Parallel()
	o, person, lamp, retired := Orders{db}, customer(t), product(t, 1999, 5), product(t, 1, 5)
	if err := (catalog.Catalog{DB: db}).Retire(t.Context(), retired.SKU); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		lines []Line
		want  error
	}{
		"nothing":               {nil, ErrEmpty},
		"more than there is":    {[]Line{{Product: lamp.ID, Quantity: 6}}, ErrShort},
		"an unknown product":    {[]Line{{Product: -1, Quantity: 1}}, ErrShort},
		"a retired product":     {[]Line{{Product: retired.ID, Quantity: 1}}, ErrRetired},
		"one good and one not":  {[]Line{{Product: lamp.ID, Quantity: 1}, {Product: retired.ID, Quantity: 1}}, ErrRetired},
		"too many in two lines": {[]Line{{Product: lamp.ID, Quantity: 3}, {Product: retired.ID, Quantity: 9}}, ErrShort},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if order, err := o.Place(t.Context(), person, tt.lines...); !errors.Is(err, tt.want) {
				t.Errorf("Place(%v) = %+v, %v, want %v", tt.lines, order, err, tt.want)
			}
			wantLevel(t, lamp.ID, 5)
		})
	}
}

func TestPlaceRefusesQuantities(t *testing.T) {
	t.Parallel()
	o, person, lamp := Orders{db}, customer(t), product(t, 1999, 5)
	for name, n := range map[string]int{"zero": 0, "negative": -1} {
		t.Run(name, func(t *testing.T) {
			if _, err := o.Place(t.Context(), person, Line{Product: lamp.ID, Quantity: n}); err == nil {
				t.Errorf("ordered %d", n)
			}
			wantLevel(t, lamp.ID, 5)
		})
	}
}

func TestPlaceForNobody(t *testing.T) {
	t.Parallel()
	lamp := product(t, 1999, 5)
	if _, err := (Orders{db}).Place(t.Context(), -1, Line{Product: lamp.ID, Quantity: 1}); err == nil {
		t.Error("a person who does not exist has ordered")
	}
	wantLevel(t, lamp.ID, 5)
}

func TestPlaceTheSameTwiceIsRefused(t *testing.T) {
	t.Parallel()
	lamp := product(t, 1999, 5)
	line := Line{Product: lamp.ID, Quantity: 1}
	if _, err := (Orders{db}).Place(t.Context(), customer(t), line, line); err == nil {
		t.Error("two lines with the same product")
	}
	wantLevel(t, lamp.ID, 5)
}

func TestPricesAreThoseOfTheDay(t *testing.T) {
	t.Parallel()
	o, lamp := Orders{db}, product(t, 1999, 5)
	order, err := o.Place(t.Context(), customer(t), Line{Product: lamp.ID, Quantity: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := (catalog.Catalog{DB: db}).Reprice(t.Context(), lamp.SKU, 2999); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Get(t.Context(), order.ID); err != nil || got.Total() != 1999 {
		t.Errorf("the order now costs %v, %v, want 19.99", got.Total(), err)
	}
}

func TestGetUnknown(t *testing.T) {
	t.Parallel()
	if _, err := (Orders{db}).Get(t.Context(), -1); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestGetIsWhatPlaceReturned(t *testing.T) {
	t.Parallel()
	o, want := place(t, 2)
	got, err := o.Get(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != want.ID || got.State != want.State || !got.Placed.Equal(want.Placed) || !slices.Equal(got.Lines, want.Lines) {
		t.Errorf("Get = %+v, want %+v", got, want)
	}
}

func TestTotal(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lines []Line
		want  money.Amount
	}{
		"nothing":   {nil, 0},
		"one":       {[]Line{{1, 1, 1999}}, 1999},
		"three":     {[]Line{{1, 3, 1999}}, 5997},
		"two kinds": {[]Line{{1, 3, 1999}, {2, 2, 50}}, 6097},
		"a present": {[]Line{{1, 1, 1999}, {2, 1, 0}}, 1999},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := (Order{Lines: tt.lines}).Total(); got != tt.want {
				t.Errorf("Total of %v = %v, want %v", tt.lines, got, tt.want)
			}
		})
	}
}

func TestCustomersRaceForTheLastOne(t *testing.T) {
	t.Parallel()
	o, lamp := Orders{db}, product(t, 1999, 1)
	people := []int64{customer(t), customer(t), customer(t), customer(t)}
	errs := make([]error, len(people))
	var buyers sync.WaitGroup
	for i, person := range people {
		buyers.Go(func() { _, errs[i] = o.Place(t.Context(), person, Line{Product: lamp.ID, Quantity: 1}) })
	}
	buyers.Wait()
	served := 0
	for _, err := range errs {
		switch {
		case err == nil:
			served++
		case !errors.Is(err, ErrShort):
			t.Error(err)
		}
	}
	if served != 1 {
		t.Errorf("%d customers bought the last one, want 1", served)
	}
	wantLevel(t, lamp.ID, 0)
}
