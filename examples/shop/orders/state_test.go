package orders

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// paths say how an order gets into each state.
var paths = map[State][]State{
	Open:      nil,
	Paid:      {Paid},
	Shipped:   {Paid, Shipped},
	Cancelled: {Cancelled},
	Refunded:  {Paid, Refunded},
}

func TestMove(t *testing.T) {
	allowed := map[[2]State]bool{
		{Open, Paid}:        true,
		{Open, Cancelled}:   true,
		{Paid, Shipped}:     true,
		{Paid, Refunded}:    true,
		{Shipped, Refunded}: true,
	}
	for from, path := range paths {
		for to := range paths {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				o, order := place(t, 1)
				move(t, o, order.ID, path...)
				err := o.Move(t.Context(), order.ID, to)
				if allowed[[2]State{from, to}] {
					if err != nil {
						t.Error(err)
					}
					wantState(t, o, order.ID, to)
					return
				}
				var refused *StateError
				if !errors.As(err, &refused) || *refused != (StateError{from, to}) {
					t.Errorf("got %v, want a StateError", err)
				}
				wantState(t, o, order.ID, from)
			})
		}
	}
}

func TestMoveUnknownOrder(t *testing.T) {
	t.Parallel()
	if err := (Orders{db}).Move(t.Context(), -1, Paid); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestMoveIntoNoState(t *testing.T) {
	t.Parallel()
	o, order := place(t, 1)
	if err := o.Move(t.Context(), order.ID, "lost"); err == nil {
		t.Error("an order is lost")
	}
}

func TestWhatWasNotShippedGoesBack(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path []State
		left int
	}{
		"cancelled":             {[]State{Cancelled}, 10},
		"refunded when paid":    {[]State{Paid, Refunded}, 10},
		"refunded when shipped": {[]State{Paid, Shipped, Refunded}, 6},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, order := place(t, 4)
			move(t, o, order.ID, tt.path...)
			wantLevel(t, order.Lines[0].Product, tt.left)
		})
	}
}

func TestCancelReturnsEveryLine(t *testing.T) {
	t.Parallel()
	o, lamp, chair := Orders{db}, product(t, 1999, 5), product(t, 4950, 5)
	order, err := o.Place(t.Context(), customer(t), Line{Product: lamp.ID, Quantity: 2}, Line{Product: chair.ID, Quantity: 5})
	if err != nil {
		t.Fatal(err)
	}
	move(t, o, order.ID, Cancelled)
	wantLevel(t, lamp.ID, 5)
	wantLevel(t, chair.ID, 5)
}

func TestCancelTwiceReturnsOnce(t *testing.T) {
	t.Parallel()
	o, order := place(t, 4)
	move(t, o, order.ID, Cancelled)
	if err := o.Move(t.Context(), order.ID, Cancelled); err == nil {
		t.Error("cancelled twice")
	}
	wantLevel(t, order.Lines[0].Product, 10)
}

func TestHistory(t *testing.T) {
	for last, path := range paths {
		t.Run(string(last), func(t *testing.T) {
			o, order := place(t, 1)
			move(t, o, order.ID, path...)
			got, err := o.History(t.Context(), order.ID)
			if err != nil {
				t.Fatal(err)
			}
			if want := append([]State{Open}, path...); !slices.Equal(got, want) {
				t.Errorf("History = %q, want %q", got, want)
			}
		})
	}
}

func TestHistoryOfNothingIsEmpty(t *testing.T) {
	if got, err := (Orders{db}).History(t.Context(), -1); err != nil || len(got) != 0 {
		t.Errorf("History = %q, %v", got, err)
	}
}

func TestRefusedMovesLeaveNoTrace(t *testing.T) {
	o, order := place(t, 1)
	if err := o.Move(t.Context(), order.ID, Shipped); err == nil {
		t.Fatal("shipped before it was paid")
	}
	if got, err := o.History(t.Context(), order.ID); err != nil || !slices.Equal(got, []State{Open}) {
		t.Errorf("History = %q, %v, want only open", got, err)
	}
}

func TestStateErrorSaysWhatWasTried(t *testing.T) {
	err := &StateError{Shipped, Cancelled}
	if got, want := err.Error(), "an order that is shipped cannot become cancelled"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
