package stock

import (
	"errors"
	"sync"
	"testing"

	"example.com/shop/catalog"
	"example.com/shop/internal/shoptest"
)

// shelf returns a product that no other test knows, n of it in stock.
func shelf(t *testing.T, n int) (Stock, int64) {
	t.Helper()
	db := shoptest.Open(t)
	product, err := catalog.Catalog{DB: db}.Add(t.Context(), catalog.Product{SKU: shoptest.Unique("thing"), Name: "Thing", Price: 100})
	if err != nil {
		t.Fatal(err)
	}
	s := Stock{DB: db}
	if n > 0 {
		if err := s.Receive(t.Context(), product.ID, n); err != nil {
			t.Fatal(err)
		}
	}
	return s, product.ID
}

func wantLevel(t *testing.T, s Stock, product int64, want int) {
	t.Helper()
	if got, err := s.Level(t.Context(), product); err != nil || got != want {
		t.Errorf("Level = %d, %v, want %d", got, err, want)
	}
}

func wantAvailable(t *testing.T, s Stock, product int64, want int) {
	t.Helper()
	if got, err := s.Available(t.Context(), product); err != nil || got != want {
		t.Errorf("Available = %d, %v, want %d", got, err, want)
	}
}

func TestNothingIsThereBeforeItIsReceived(t *testing.T) {
	t.Parallel()
	s, product := shelf(t, 0)
	wantLevel(t, s, product, 0)
	wantAvailable(t, s, product, 0)
}

func TestReceiveAddsUp(t *testing.T) {
	t.Parallel()
	s, product := shelf(t, 3)
	if err := s.Receive(t.Context(), product, 4); err != nil {
		t.Fatal(err)
	}
	wantLevel(t, s, product, 7)
}

func TestReceiveUnknownProduct(t *testing.T) {
	t.Parallel()
	s, _ := shelf(t, 0)
	if err := s.Receive(t.Context(), -1, 1); err == nil {
		t.Error("received a product that does not exist")
	}
}

func TestTake(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		take, left int
		err        error
	}{
		"some":         {2, 3, nil},
		"all":          {5, 0, nil},
		"one too many": {6, 5, ErrShort},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, product := shelf(t, 5)
			if err := s.Take(t.Context(), product, tt.take); !errors.Is(err, tt.err) {
				t.Errorf("Take(%d) = %v, want %v", tt.take, err, tt.err)
			}
			wantLevel(t, s, product, tt.left)
		})
	}
}

func TestTakeFromAnEmptyShelf(t *testing.T) {
	t.Parallel()
	s, product := shelf(t, 0)
	if err := s.Take(t.Context(), product, 1); !errors.Is(err, ErrShort) {
		t.Errorf("got %v, want ErrShort", err)
	}
}

func TestTakeConcurrently(t *testing.T) {
	t.Parallel()
	s, product := shelf(t, 5)
	taken := make(chan error)
	var buyers sync.WaitGroup
	for range 8 {
		buyers.Go(func() { taken <- s.Take(t.Context(), product, 1) })
	}
	go func() { buyers.Wait(); close(taken) }()
	served := 0
	for err := range taken {
		switch {
		case err == nil:
			served++
		case !errors.Is(err, ErrShort):
			t.Error(err)
		}
	}
	if served != 5 {
		t.Errorf("%d of 8 buyers were served from 5, want 5", served)
	}
	wantLevel(t, s, product, 0)
}
