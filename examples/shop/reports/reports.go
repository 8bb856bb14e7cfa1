// Package reports answers what the shop's owner asks: what sells, to whom, and
// what runs out.
package reports

import (
	"context"
	"database/sql"

	"example.com/shop/money"
)

// A Sale is how much of one product was sold.
type Sale struct {
	Product  string
	Quantity int
	Revenue  money.Amount
}

// sold are the states of orders that count as sales.
const sold = `('paid', 'shipped')`

// BestSellers are the products of a category that brought the most money, at
// most limit; among equals by name.
func BestSellers(ctx context.Context, db *sql.DB, category string, limit int) ([]Sale, error) {
	rows, err := db.QueryContext(ctx,
		`SELECT p.name, sum(l.quantity), sum(l.total) AS revenue
		 FROM order_lines l
		 JOIN orders o ON o.id = l.order_id AND o.state IN `+sold+`
		 JOIN products p ON p.id = l.product_id
		 JOIN categories c ON c.id = p.category_id
		 WHERE c.name = ? GROUP BY p.id ORDER BY revenue DESC, p.name LIMIT ?`, category, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var sales []Sale
	for rows.Next() {
		var s Sale
		if err := rows.Scan(&s.Product, &s.Quantity, &s.Revenue); err != nil {
			return nil, err
		}
		sales = append(sales, s)
	}
	return sales, rows.Err()
}

// Spent is what a person has paid for, refunds not counted.
func Spent(ctx context.Context, db *sql.DB, person int64) (money.Amount, error) {
	var sum money.Amount
	err := db.QueryRowContext(ctx,
		`SELECT coalesce(sum(l.total), 0) FROM order_lines l JOIN orders o ON o.id = l.order_id
		 WHERE o.person_id = ? AND o.state IN `+sold, person).Scan(&sum)
	return sum, err
}

// RunningOut are the names of products of a category of which fewer than level
// are left, retired ones aside, in order.
func RunningOut(ctx context.Context, db *sql.DB, category string, level int) ([]string, error) {
	rows, err := db.QueryContext(ctx,
		`SELECT p.name FROM products p
		 JOIN categories c ON c.id = p.category_id
		 LEFT JOIN stock s ON s.product_id = p.id
		 WHERE c.name = ? AND NOT p.retired AND coalesce(s.quantity, 0) < ? ORDER BY p.name`, category, level)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
