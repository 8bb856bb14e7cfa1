// Package shared has two tests that mind the row that a third leaves behind, and one that
// minds a variable, of a fourth.
package shared

import (
	"testing"

	"example.com/pitfalls/database"
)

var greeting = "hello"

func TestAddParcel(t *testing.T) {
	database.Exec(t, `INSERT INTO shared_parcels VALUES ('books') ON CONFLICT DO NOTHING`)
}

func TestShout(t *testing.T) {
	greeting = "HELLO"
}

func TestNothingIsLost(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM shared_parcels WHERE name = 'keys'`); n != 0 {
		t.Errorf("%d parcels have keys", n)
	}
}

func TestShelvesAreEmpty(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM shared_parcels`); n != 0 {
		t.Errorf("%d parcels are on the shelves", n)
	}
}

func TestGreet(t *testing.T) {
	if greeting != "hello" {
		t.Errorf("it greets with %q", greeting)
	}
}

func TestNobodyIsToldOfBooks(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM shared_parcels WHERE name = 'books'`); n != 0 {
		t.Errorf("of %d parcels somebody is told", n)
	}
}
