package mysql

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestZonesAreLoadedOnce(t *testing.T) {
	zones, to := t.TempDir(), filepath.Join(t.TempDir(), "zones")
	for _, folder := range []string{"Europe", "posix/Europe", "right/Europe"} {
		if err := os.MkdirAll(filepath.Join(zones, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"UTC", "Europe/Berlin", "posix/Europe/Berlin", "right/Europe/Berlin"} {
		if err := os.WriteFile(filepath.Join(zones, file), []byte("TZif"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := linkZones(to, zones); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(to)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := []string{"Europe", "UTC"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("there are %v, %v, want %v", got, err, want)
	}
	if text, err := os.ReadFile(filepath.Join(to, "Europe", "Berlin")); string(text) != "TZif" || err != nil {
		t.Errorf("Berlin's is %q, %v", text, err)
	}
}

func TestZonesAreLoadedWithoutALogOfThem(t *testing.T) {
	text, err := io.ReadAll(unlogged([]byte("INSERT INTO time_zone VALUES (1, 'N');\n")))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 11 || lines[0] != "ALTER TABLE time_zone TRANSACTIONAL=0;" || lines[10] != "ALTER TABLE time_zone_transition_type TRANSACTIONAL=1;" {
		t.Errorf("it is %q", lines)
	}
}
