// Package stock counts what lies on the shelves, and what of it is promised.
package stock

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// The errors of this package.
var (
	ErrShort   = errors.New("not enough in stock")
	ErrExpired = errors.New("reservation has expired")
)

// Stock is the shelves in a database.
type Stock struct{ DB *sql.DB }

// A Reservation keeps things for somebody until it expires.
type Reservation struct {
	ID       int64
	Product  int64
	Quantity int
	Expires  time.Time
}

// Receive puts n more of a product on its shelf.
func (s Stock) Receive(ctx context.Context, product int64, n int) error {
	_, err := s.DB.ExecContext(ctx,
		`INSERT INTO stock (product_id, quantity) VALUES (?, ?)
		 ON CONFLICT (product_id) DO UPDATE SET quantity = quantity + excluded.quantity`, product, n)
	return err
}

// Take removes n of a product from its shelf. It takes all of them or, with
// ErrShort, none.
func (s Stock) Take(ctx context.Context, product int64, n int) error {
	result, err := s.DB.ExecContext(ctx,
		`UPDATE stock SET quantity = quantity - ?1 WHERE product_id = ?2 AND quantity >= ?1`, n, product)
	if err != nil {
		return err
	}
	if changed, err := result.RowsAffected(); err != nil || changed == 1 {
		return err
	}
	return fmt.Errorf("product %d: %w", product, ErrShort)
}

// Level is how many of a product are on its shelf.
func (s Stock) Level(ctx context.Context, product int64) (int, error) {
	var n int
	err := s.DB.QueryRowContext(ctx,
		`SELECT coalesce((SELECT quantity FROM stock WHERE product_id = ?), 0)`, product).Scan(&n)
	return n, err
}

// available is the level of product ?1 less what is reserved at time ?2.
const available = `coalesce((SELECT quantity FROM stock WHERE product_id = ?1), 0)
	- coalesce((SELECT sum(quantity) FROM reservations WHERE product_id = ?1 AND expires > ?2), 0)`

// Available is how many of a product are on its shelf and not reserved.
func (s Stock) Available(ctx context.Context, product int64) (int, error) {
	var n int
	err := s.DB.QueryRowContext(ctx, `SELECT `+available, product, time.Now().UnixMilli()).Scan(&n)
	return n, err
}

// Reserve keeps n of a product back for a while.
func (s Stock) Reserve(ctx context.Context, product int64, n int, d time.Duration) (Reservation, error) {
	now := time.Now()
	r := Reservation{Product: product, Quantity: n, Expires: now.Add(d).Truncate(time.Millisecond)}
	err := s.DB.QueryRowContext(ctx,
		`INSERT INTO reservations (product_id, quantity, expires)
		 SELECT ?1, ?3, ?4 WHERE `+available+` >= ?3 RETURNING id`,
		product, now.UnixMilli(), n, r.Expires.UnixMilli()).Scan(&r.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return Reservation{}, fmt.Errorf("product %d: %w", product, ErrShort)
	}
	return r, err
}

// Release gives back what was reserved. Releasing twice is not an error.
func (s Stock) Release(ctx context.Context, r Reservation) error {
	_, err := s.DB.ExecContext(ctx, `DELETE FROM reservations WHERE id = ?`, r.ID)
	return err
}

// Collect takes what was reserved from its shelf.
func (s Stock) Collect(ctx context.Context, r Reservation) error {
	result, err := s.DB.ExecContext(ctx,
		`DELETE FROM reservations WHERE id = ? AND expires > ?`, r.ID, time.Now().UnixMilli())
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("reservation %d: %w", r.ID, ErrExpired))
	}
	return s.Take(ctx, r.Product, r.Quantity)
}
