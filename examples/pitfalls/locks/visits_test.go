// Package locks has a test that writes to its database without any patience, as if nobody
// else ever did.
package locks

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"example.com/pitfalls/database"
)

// count counts forty visits, one every 10 ms, on a connection that waits for so many
// milliseconds for whoever is writing.
func count(t *testing.T, patience string) {
	t.Helper()
	conn, err := database.Open(t).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { leave(t, conn) })
	if _, err := conn.ExecContext(t.Context(), `PRAGMA busy_timeout = `+patience); err != nil {
		t.Fatal(err)
	}
	for n := range 40 {
		if _, err := conn.ExecContext(t.Context(), `INSERT INTO locks_visits VALUES (?)`, n); err != nil {
			t.Fatalf("visit %d: %v", n, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// leave leaves nothing behind.
func leave(t *testing.T, conn *sql.Conn) {
	for _, statement := range []string{`PRAGMA busy_timeout = 5000`, `DELETE FROM locks_visits`} {
		if _, err := conn.ExecContext(context.Background(), statement); err != nil {
			t.Error(err)
		}
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
}

// Relies on nobody else holding the lock, at any moment of a second.
func TestVisitsAreCountedAtOnce(t *testing.T) { count(t, "0") }

// The robust twin.
func TestVisitsAreCounted(t *testing.T) { count(t, "5000") }
