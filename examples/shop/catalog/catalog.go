// Package catalog knows what the shop sells.
package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"example.com/shop/money"
)

// A Product is something that can be sold, or could be once.
type Product struct {
	ID       int64
	SKU      string // unique, such as "LAMP-01"
	Name     string
	Category string // "" means "Uncategorised"
	Price    money.Amount
	Retired  bool
}

// The errors of this package.
var (
	ErrUnknown  = errors.New("no such product")
	ErrTaken    = errors.New("SKU is taken")
	ErrNegative = errors.New("price is negative")
)

// A Catalog is the products in a database.
type Catalog struct{ DB *sql.DB }

// Add puts a product on sale, in a category that is made where it is new, and
// returns it with its ID.
func (c Catalog) Add(ctx context.Context, p Product) (Product, error) {
	if p.Price < 0 {
		return Product{}, fmt.Errorf("%s: %v: %w", p.SKU, p.Price, ErrNegative)
	}
	if p.Category == "" {
		p.Category = "Uncategorised"
	}
	if _, err := c.DB.ExecContext(ctx, `INSERT INTO categories (name) VALUES (?) ON CONFLICT DO NOTHING`, p.Category); err != nil {
		return Product{}, err
	}
	err := c.DB.QueryRowContext(ctx,
		`INSERT INTO products (sku, name, category_id, price)
		 SELECT ?, ?, id, ? FROM categories WHERE name = ?
		 ON CONFLICT (sku) DO NOTHING RETURNING id`,
		p.SKU, p.Name, p.Price, p.Category).Scan(&p.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return Product{}, fmt.Errorf("%s: %w", p.SKU, ErrTaken)
	}
	return p, err
}

const selectProducts = `SELECT p.id, p.sku, p.name, c.name, p.price, p.retired
	FROM products p JOIN categories c ON c.id = p.category_id `

// BySKU finds a product, also a retired one.
func (c Catalog) BySKU(ctx context.Context, sku string) (Product, error) {
	p, err := scan(c.DB.QueryRowContext(ctx, selectProducts+`WHERE p.sku = ?`, sku))
	if errors.Is(err, sql.ErrNoRows) {
		return Product{}, fmt.Errorf("%s: %w", sku, ErrUnknown)
	}
	return p, err
}

// In lists what is on sale in a category, by name.
func (c Catalog) In(ctx context.Context, category string) ([]Product, error) {
	rows, err := c.DB.QueryContext(ctx, selectProducts+`WHERE c.name = ? AND NOT p.retired ORDER BY p.name, p.id`, category)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Product
	for rows.Next() {
		p, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

func scan(row interface{ Scan(...any) error }) (Product, error) {
	var p Product
	err := row.Scan(&p.ID, &p.SKU, &p.Name, &p.Category, &p.Price, &p.Retired)
	return p, err
}

// Reprice changes what a product costs from now on.
func (c Catalog) Reprice(ctx context.Context, sku string, price money.Amount) error {
	if price < 0 {
		return fmt.Errorf("%s: %v: %w", sku, price, ErrNegative)
	}
	return c.update(ctx, sku, `UPDATE products SET price = ? WHERE sku = ?`, price, sku)
}

// Retire takes a product off sale.
func (c Catalog) Retire(ctx context.Context, sku string) error {
	return c.update(ctx, sku, `UPDATE products SET retired = 1 WHERE sku = ?`, sku)
}

func (c Catalog) update(ctx context.Context, sku, statement string, args ...any) error {
	result, err := c.DB.ExecContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fmt.Errorf("%s: %w", sku, ErrUnknown)
}

// Discount lowers the prices of a whole category by percent, from 0 to 100, and
// says how many products it reached.
func (c Catalog) Discount(ctx context.Context, category string, percent int) (int, error) {
	if percent < 0 || percent > 100 {
		return 0, fmt.Errorf("a discount of %d %%: %w", percent, ErrNegative)
	}
	products, err := c.In(ctx, category)
	if err != nil {
		return 0, err
	}
	for _, p := range products {
		if err := c.Reprice(ctx, p.SKU, p.Price-p.Price.Percent(percent)); err != nil {
			return 0, err
		}
	}
	return len(products), nil
}
