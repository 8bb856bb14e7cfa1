package stock

import (
	"errors"
	"testing"
	"time"
)

// reserve keeps n of a product for d.
func reserve(t *testing.T, s Stock, product int64, n int, d time.Duration) Reservation {
	t.Helper()
	r, err := s.Reserve(t.Context(), product, n, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReservedThingsStayOnTheShelf(t *testing.T) {
	s, product := shelf(t, 5)
	reserve(t, s, product, 2, time.Hour)
	wantLevel(t, s, product, 5)
	wantAvailable(t, s, product, 3)
}

func TestReserveNoMoreThanIsAvailable(t *testing.T) {
	s, product := shelf(t, 5)
	reserve(t, s, product, 4, time.Hour)
	if _, err := s.Reserve(t.Context(), product, 2, time.Hour); !errors.Is(err, ErrShort) {
		t.Errorf("got %v, want ErrShort", err)
	}
	wantAvailable(t, s, product, 1)
}

func TestReserveNothingIsRefused(t *testing.T) {
	s, product := shelf(t, 5)
	for name, n := range map[string]int{"zero": 0, "negative": -1} {
		t.Run(name, func(t *testing.T) {
			if r, err := s.Reserve(t.Context(), product, n, time.Hour); err == nil {
				t.Errorf("Reserve(%d) = %+v", n, r)
			}
		})
	}
}

func TestRelease(t *testing.T) {
	s, product := shelf(t, 5)
	r := reserve(t, s, product, 5, time.Hour)
	for _, name := range []string{"once", "twice"} {
		t.Run(name, func(t *testing.T) {
			if err := s.Release(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			wantAvailable(t, s, product, 5)
		})
	}
}

func TestCollect(t *testing.T) {
	s, product := shelf(t, 5)
	r := reserve(t, s, product, 2, time.Hour)
	if err := s.Collect(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	wantLevel(t, s, product, 3)
	wantAvailable(t, s, product, 3)
}

func TestCollectTwice(t *testing.T) {
	s, product := shelf(t, 5)
	r := reserve(t, s, product, 2, time.Hour)
	if err := s.Collect(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := s.Collect(t.Context(), r); !errors.Is(err, ErrExpired) {
		t.Errorf("got %v, want ErrExpired", err)
	}
	wantLevel(t, s, product, 3)
}

func TestReservationsExpire(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a reservation to expire")
	}
	s, product := shelf(t, 5)
	r := reserve(t, s, product, 5, 300*time.Millisecond)
	wantAvailable(t, s, product, 0)
	time.Sleep(time.Until(r.Expires) + 10*time.Millisecond)
	wantAvailable(t, s, product, 5)
}

func TestCollectTooLate(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a reservation to expire")
	}
	s, product := shelf(t, 5)
	r := reserve(t, s, product, 5, 250*time.Millisecond)
	time.Sleep(time.Until(r.Expires) + 10*time.Millisecond)
	if err := s.Collect(t.Context(), r); !errors.Is(err, ErrExpired) {
		t.Errorf("got %v, want ErrExpired", err)
	}
	wantLevel(t, s, product, 5)
}

func TestExpiredThingsCanBeReservedAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a reservation to expire")
	}
	s, product := shelf(t, 1)
	r := reserve(t, s, product, 1, 200*time.Millisecond)
	time.Sleep(time.Until(r.Expires) + 10*time.Millisecond)
	reserve(t, s, product, 1, time.Hour)
	wantAvailable(t, s, product, 0)
}
