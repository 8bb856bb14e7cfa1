// Package invoices writes invoices, numbered without gaps as the law asks.
package invoices

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/shop/money"
	"example.com/shop/orders"
)

// The errors of this package.
var (
	ErrUnknown = errors.New("no such invoice")
	ErrTwice   = errors.New("order has an invoice already")
	ErrUnpaid  = errors.New("order is not paid")
)

// An Invoice asks for, or confirms, the payment of one order.
type Invoice struct {
	ID     int64
	Order  int64
	Series string
	Number int // from 1, without gaps in a series
	Net    money.Amount
	VAT    money.Amount
	Gross  money.Amount // what the order costs: net and VAT
}

// Name is what is printed at the top, such as "2026-0042".
func (i Invoice) Name() string { return fmt.Sprintf("%s-%04d", i.Series, i.Number) }

// Invoices are those in a database.
type Invoices struct{ DB *sql.DB }

// Issue writes the invoice of a paid order. Its prices contain VAT at a rate of
// percent.
func (i Invoices) Issue(ctx context.Context, series string, order orders.Order, percent int) (Invoice, error) {
	if order.State != orders.Paid && order.State != orders.Shipped {
		return Invoice{}, fmt.Errorf("order %d: %w", order.ID, ErrUnpaid)
	}
	net, vat := split(order.Total(), percent)
	inv := Invoice{Order: order.ID, Series: series, Net: net, VAT: vat, Gross: order.Total()}
	err := i.DB.QueryRowContext(ctx,
		`INSERT INTO invoices (order_id, series, number, net, vat)
		 SELECT ?1, ?2, 1 + coalesce(max(number), 0), ?3, ?4 FROM invoices WHERE series = ?2
		 ON CONFLICT (order_id) DO NOTHING RETURNING id, number`,
		order.ID, series, net, vat).Scan(&inv.ID, &inv.Number)
	if errors.Is(err, sql.ErrNoRows) {
		return Invoice{}, fmt.Errorf("order %d: %w", order.ID, ErrTwice)
	}
	return inv, err
}

// split divides a price into what is the shop's and what is the state's.
func split(gross money.Amount, percent int) (net, vat money.Amount) {
	rate := money.Amount(100 + percent)
	net = (gross*100 + rate/2) / rate
	return net, gross - net
}

// Of finds the invoice of an order.
func (i Invoices) Of(ctx context.Context, order int64) (Invoice, error) {
	inv := Invoice{Order: order}
	err := i.DB.QueryRowContext(ctx,
		`SELECT id, series, number, net, vat, gross FROM invoices WHERE order_id = ?`, order).
		Scan(&inv.ID, &inv.Series, &inv.Number, &inv.Net, &inv.VAT, &inv.Gross)
	if errors.Is(err, sql.ErrNoRows) {
		return Invoice{}, fmt.Errorf("order %d: %w", order, ErrUnknown)
	}
	return inv, err
}
