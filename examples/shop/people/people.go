// Package people knows the shop's customers and their addresses.
package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/mail"
	"time"
)

// A Person is a customer.
type Person struct {
	ID     int64
	Email  string
	Name   string
	Joined time.Time // to the millisecond
}

// An Address is where a person gets bills or parcels.
type Address struct {
	Kind    string // "billing" or "delivery"
	Street  string
	City    string
	Country string // two letters, as in ISO 3166
}

// The errors of this package.
var (
	ErrUnknown = errors.New("no such person")
	ErrTaken   = errors.New("email address is taken")
	ErrEmail   = errors.New("not an email address")
)

// People are the customers in a database.
type People struct{ DB *sql.DB }

// Join adds a person. Email addresses differ in more than letter case.
func (p People) Join(ctx context.Context, email, name string) (Person, error) {
	if parsed, err := mail.ParseAddress(email); err != nil || parsed.Address != email {
		return Person{}, fmt.Errorf("%q: %w", email, ErrEmail)
	}
	person := Person{Email: email, Name: name, Joined: time.Now().Truncate(time.Millisecond)}
	err := p.DB.QueryRowContext(ctx,
		`INSERT INTO people (email, name, joined) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		email, name, person.Joined.UnixMilli()).Scan(&person.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, fmt.Errorf("%q: %w", email, ErrTaken)
	}
	return person, err
}

// ByEmail finds a person by email address, letter case aside.
func (p People) ByEmail(ctx context.Context, email string) (Person, error) {
	var person Person
	var joined int64
	err := p.DB.QueryRowContext(ctx, `SELECT id, email, name, joined FROM people WHERE email = ?`, email).
		Scan(&person.ID, &person.Email, &person.Name, &joined)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, fmt.Errorf("%q: %w", email, ErrUnknown)
	}
	person.Joined = time.UnixMilli(joined)
	return person, err
}

// Rename changes a person's name.
func (p People) Rename(ctx context.Context, id int64, name string) error {
	return one(p.DB.ExecContext(ctx, `UPDATE people SET name = ? WHERE id = ?`, name, id))
}

// Forget removes a person and all addresses.
func (p People) Forget(ctx context.Context, id int64) error {
	return one(p.DB.ExecContext(ctx, `DELETE FROM people WHERE id = ?`, id))
}

// one turns a statement that found nobody into ErrUnknown.
func one(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrUnknown
}
