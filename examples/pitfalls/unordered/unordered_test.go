// Package unordered has a test that knows in which order rows come that were asked for in
// none.
package unordered

import (
	"database/sql"
	"slices"
	"testing"

	"example.com/pitfalls/database"
)

// crates are the numbers of three crates, as a query returns them.
func crates(t *testing.T, query string) []int {
	t.Helper()
	for n := range 3 {
		database.Exec(t, `INSERT INTO unordered_crates VALUES (?)`, n)
	}
	t.Cleanup(func() { database.Exec(t, `DELETE FROM unordered_crates`) })
	rows, err := database.Open(t).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	return numbers(t, rows)
}

func numbers(t *testing.T, rows *sql.Rows) []int {
	t.Helper()
	var all []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// Relies on the database, which reads its table from the beginning.
func TestCratesComeAsTheyWent(t *testing.T) {
	if got := crates(t, `SELECT n FROM unordered_crates`); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("crates %v, want 0, 1, 2", got)
	}
}

// The robust twin.
func TestCratesComeInOrder(t *testing.T) {
	if got := crates(t, `SELECT n FROM unordered_crates ORDER BY n`); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("crates %v, want 0, 1, 2", got)
	}
}
