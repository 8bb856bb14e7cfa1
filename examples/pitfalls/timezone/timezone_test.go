// Package timezone has a test that takes the machine for one in Europe, or west of it.
package timezone

import (
	"testing"
	"time"
)

// noon is a moment at which it is the second of March in most of the world.
var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// Fails on islands of the Pacific.
func TestOrderIsOfToday(t *testing.T) {
	if got := noon.Local().Format(time.DateOnly); got != "2026-03-02" {
		t.Errorf("ordered on %s, want 2026-03-02", got)
	}
}

// The robust twin: it says where.
func TestOrderIsOfTodayInUTC(t *testing.T) {
	if got := noon.UTC().Format(time.DateOnly); got != "2026-03-02" {
		t.Errorf("ordered on %s, want 2026-03-02", got)
	}
}
