// Package cleaner has a test that does harm, one that happens to undo it, and
// one that suffers where it was not undone.
package cleaner

import (
	"testing"

	"example.com/pitfalls/database"
)

func TestDisableCheckout(t *testing.T) {
	database.Exec(t, `UPDATE cleaner_flags SET enabled = 0 WHERE name = 'checkout'`)
}

func TestFlagsHaveNames(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM cleaner_flags WHERE name = ''`); n != 0 {
		t.Errorf("%d flags without a name", n)
	}
}

func TestEnableCheckout(t *testing.T) {
	database.Exec(t, `UPDATE cleaner_flags SET enabled = 1 WHERE name = 'checkout'`)
}

func TestCheckout(t *testing.T) {
	if n := database.Count(t, `SELECT enabled FROM cleaner_flags WHERE name = 'checkout'`); n != 1 {
		t.Error("checkout is disabled")
	}
}
