// Package accumulation has a test that fails after any ten of twelve others.
package accumulation

import (
	"testing"

	"example.com/pitfalls/database"
)

// visit leaves one row behind.
func visit(t *testing.T) {
	t.Helper()
	database.Exec(t, `INSERT INTO accumulation_visits DEFAULT VALUES`)
}

func TestVisit01(t *testing.T) { visit(t) }
func TestVisit02(t *testing.T) { visit(t) }
func TestVisit03(t *testing.T) { visit(t) }
func TestVisit04(t *testing.T) { visit(t) }
func TestVisit05(t *testing.T) { visit(t) }
func TestVisit06(t *testing.T) { visit(t) }
func TestVisit07(t *testing.T) { visit(t) }
func TestVisit08(t *testing.T) { visit(t) }
func TestVisit09(t *testing.T) { visit(t) }
func TestVisit10(t *testing.T) { visit(t) }
func TestVisit11(t *testing.T) { visit(t) }
func TestVisit12(t *testing.T) { visit(t) }

func TestInnocent(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM accumulation_visits`); n < 0 {
		t.Errorf("%d visits", n)
	}
}

func TestThereIsRoom(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM accumulation_visits`); n >= 10 {
		t.Errorf("%d visitors, no room for another", n)
	}
}
