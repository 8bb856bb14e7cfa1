package orders

import (
	"context"
	"errors"
	"testing"
	"time"
)

// skipIfShort leaves out a test that waits for real time to pass.
func skipIfShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("waits for a payment")
	}
}

func TestAwaitPaymentThatIsThere(t *testing.T) {
	o, order := place(t, 1)
	move(t, o, order.ID, Paid)
	if got, err := o.AwaitPayment(t.Context(), order.ID, 10*time.Second); err != nil || got != Paid {
		t.Errorf("AwaitPayment = %q, %v, want paid", got, err)
	}
}

func TestAwaitPaymentThatComes(t *testing.T) {
	skipIfShort(t)
	o, order := place(t, 1)
	paid := make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() { paid <- o.Move(context.Background(), order.ID, Paid) })
	if got, err := o.AwaitPayment(t.Context(), order.ID, 10*time.Second); err != nil || got != Paid {
		t.Errorf("AwaitPayment = %q, %v, want paid", got, err)
	}
	if err := <-paid; err != nil {
		t.Error(err)
	}
}

func TestAwaitPaymentThatNeverComes(t *testing.T) {
	skipIfShort(t)
	o, order := place(t, 4)
	if got, err := o.AwaitPayment(t.Context(), order.ID, 400*time.Millisecond); err != nil || got != Cancelled {
		t.Errorf("AwaitPayment = %q, %v, want cancelled", got, err)
	}
	wantState(t, o, order.ID, Cancelled)
	wantLevel(t, order.Lines[0].Product, 10)
}

func TestAwaitPaymentIsCancelledByTheCustomer(t *testing.T) {
	skipIfShort(t)
	o, order := place(t, 1)
	done := make(chan error, 1)
	time.AfterFunc(250*time.Millisecond, func() { done <- o.Move(context.Background(), order.ID, Cancelled) })
	if got, err := o.AwaitPayment(t.Context(), order.ID, 10*time.Second); err != nil || got != Cancelled {
		t.Errorf("AwaitPayment = %q, %v, want cancelled", got, err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAwaitPaymentStopsWithItsContext(t *testing.T) {
	skipIfShort(t)
	o, order := place(t, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := o.AwaitPayment(ctx, order.ID, 10*time.Second); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's error", err)
	}
	wantState(t, o, order.ID, Open)
}

func TestAwaitPaymentOfManyAtOnce(t *testing.T) {
	skipIfShort(t)
	for _, patience := range []time.Duration{100, 200, 300, 400} {
		patience *= time.Millisecond
		t.Run(patience.String(), func(t *testing.T) {
			t.Parallel()
			o, order := place(t, 1)
			if got, err := o.AwaitPayment(t.Context(), order.ID, patience); err != nil || got != Cancelled {
				t.Errorf("AwaitPayment = %q, %v, want cancelled", got, err)
			}
		})
	}
}

func TestAwaitPaymentOfNothing(t *testing.T) {
	if _, err := (Orders{db}).AwaitPayment(t.Context(), -1, 10*time.Second); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestPaymentByBankTransfer(t *testing.T) {
	t.Skip("bank transfers are not taken yet")
}
