// Package orders takes orders and follows them until they are shipped,
// cancelled or refunded.
package orders

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"example.com/shop/money"
)

// The errors of this package.
var (
	ErrUnknown = errors.New("no such order")
	ErrEmpty   = errors.New("order is empty")
	ErrRetired = errors.New("product is not on sale")
	ErrShort   = errors.New("not enough in stock")
)

// An Order is what one person bought at one time.
type Order struct {
	ID     int64
	Person int64
	State  State
	Placed time.Time // to the millisecond
	Lines  []Line    // by product
}

// A Line is some quantity of one product.
type Line struct {
	Product  int64
	Quantity int
	Price    money.Amount // of one, when the order was placed
}

// Total is what the whole order costs.
func (o Order) Total() money.Amount {
	var total money.Amount
	for _, line := range o.Lines {
		total += line.Price.Times(line.Quantity)
	}
	return total
}

// Orders are those in a database.
type Orders struct{ DB *sql.DB }

// Place orders things at their present prices and takes them from the shelves:
// all or, on error, nothing. Prices in lines are ignored.
func (o Orders) Place(ctx context.Context, person int64, lines ...Line) (Order, error) {
	if len(lines) == 0 {
		return Order{}, ErrEmpty
	}
	tx, err := o.DB.BeginTx(ctx, nil)
	if err != nil {
		return Order{}, err
	}
	defer tx.Rollback() // does nothing after Commit
	var id int64
	err = tx.QueryRowContext(ctx, `INSERT INTO orders (person_id, placed) VALUES (?, ?) RETURNING id`,
		person, time.Now().UnixMilli()).Scan(&id)
	if err != nil {
		return Order{}, fmt.Errorf("order of person %d: %w", person, err)
	}
	for _, line := range lines {
		if err := addLine(ctx, tx, id, line); err != nil {
			return Order{}, fmt.Errorf("product %d: %w", line.Product, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return Order{}, err
	}
	return o.Get(ctx, id)
}

// addLine takes the things from their shelf and notes their price.
func addLine(ctx context.Context, tx *sql.Tx, order int64, line Line) error {
	taken, err := affected(tx.ExecContext(ctx,
		`UPDATE stock SET quantity = quantity - ?1 WHERE product_id = ?2 AND quantity >= ?1`, line.Quantity, line.Product))
	if err != nil {
		return err
	}
	if taken == 0 {
		return ErrShort
	}
	sold, err := affected(tx.ExecContext(ctx,
		`INSERT INTO order_lines (order_id, product_id, quantity, price)
		 SELECT ?, id, ?, price FROM products WHERE id = ? AND NOT retired`, order, line.Quantity, line.Product))
	if err != nil {
		return err
	}
	if sold == 0 {
		return ErrRetired
	}
	return nil
}

func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Get finds an order.
func (o Orders) Get(ctx context.Context, id int64) (Order, error) {
	order := Order{ID: id}
	var placed int64
	err := o.DB.QueryRowContext(ctx, `SELECT person_id, state, placed FROM orders WHERE id = ?`, id).
		Scan(&order.Person, &order.State, &placed)
	if errors.Is(err, sql.ErrNoRows) {
		return Order{}, fmt.Errorf("order %d: %w", id, ErrUnknown)
	}
	if err != nil {
		return Order{}, err
	}
	order.Placed = time.UnixMilli(placed)
	order.Lines, err = o.lines(ctx, id)
	return order, err
}

func (o Orders) lines(ctx context.Context, id int64) ([]Line, error) {
	rows, err := o.DB.QueryContext(ctx,
		`SELECT product_id, quantity, price FROM order_lines WHERE order_id = ? ORDER BY product_id`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var lines []Line
	for rows.Next() {
		var line Line
		if err := rows.Scan(&line.Product, &line.Quantity, &line.Price); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}
