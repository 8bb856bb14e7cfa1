package orders

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A State is how far an order has come.
type State string

// The states of an order. An open one waits for its payment.
const (
	Open      State = "open"
	Paid      State = "paid"
	Shipped   State = "shipped"
	Cancelled State = "cancelled"
	Refunded  State = "refunded"
)

// next are the states that an order can go to.
func (s State) next() []State {
	switch s {
	case Open:
		return []State{Paid, Cancelled}
	case Paid:
		return []State{Shipped, Refunded}
	case Shipped:
		return []State{Refunded}
	}
	return nil
}

// A StateError says that an order cannot go from one state to another.
type StateError struct{ From, To State }

func (e *StateError) Error() string {
	return fmt.Sprintf("an order that is %s cannot become %s", e.From, e.To)
}

// Move brings an order into another state. Things that were not shipped go
// back to their shelves when the order is cancelled or refunded.
func (o Orders) Move(ctx context.Context, id int64, to State) error {
	order, err := o.Get(ctx, id)
	if err != nil {
		return err
	}
	if !slices.Contains(order.State.next(), to) {
		return fmt.Errorf("order %d: %w", id, &StateError{order.State, to})
	}
	tx, err := o.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	moved, err := affected(tx.ExecContext(ctx, `UPDATE orders SET state = ? WHERE id = ? AND state = ?`, to, id, order.State))
	if err != nil {
		return err
	}
	if moved == 0 { // somebody else was faster
		return fmt.Errorf("order %d: %w", id, &StateError{order.State, to})
	}
	if to == Cancelled || to == Refunded && order.State == Paid {
		_, err := tx.ExecContext(ctx,
			`UPDATE stock SET quantity = stock.quantity + l.quantity FROM order_lines l
			 WHERE l.order_id = ? AND l.product_id = stock.product_id`, id)
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// AwaitPayment waits until an order is no longer open, and cancels it if that
// takes longer than patience. It returns the state that the order then has.
func (o Orders) AwaitPayment(ctx context.Context, id int64, patience time.Duration) (State, error) {
	deadline := time.After(patience)
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for {
		order, err := o.Get(ctx, id)
		if err != nil || order.State != Open {
			return order.State, err
		}
		select {
		case <-poll.C:
		case <-deadline:
			return Cancelled, o.Move(ctx, id, Cancelled)
		case <-ctx.Done():
			return order.State, ctx.Err()
		}
	}
}

// History is all states that an order has had, the first one first.
func (o Orders) History(ctx context.Context, id int64) ([]State, error) {
	rows, err := o.DB.QueryContext(ctx, `SELECT state FROM order_events WHERE order_id = ? ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var states []State
	for rows.Next() {
		var s State
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		states = append(states, s)
	}
	return states, rows.Err()
}
