// Package disk has a test that relies on what it writes being safe at once.
package disk

import (
	"context"
	"testing"
	"time"

	"example.com/pitfalls/database"
)

// save saves thirty pages, each in a transaction of its own.
func save(ctx context.Context, t *testing.T) {
	t.Helper()
	t.Cleanup(func() { database.Exec(t, `DELETE FROM disk_pages`) })
	for n := range 30 {
		if _, err := database.Open(t).ExecContext(ctx, `INSERT INTO disk_pages VALUES (?)`, n); err != nil {
			t.Fatalf("page %d: %v", n, err)
		}
	}
}

// Relies on a disk, or a memory, that takes less than 33 ms for a commit.
func TestPagesAreSavedInASecond(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	save(ctx, t)
}

// The robust twin.
func TestPagesAreSaved(t *testing.T) { save(t.Context(), t) }
