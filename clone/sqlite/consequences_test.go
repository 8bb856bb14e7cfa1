//go:build cgo

package sqlite_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

func TestTriggersAndCascadesAreKnown(t *testing.T) {
	w := watched(t, "filecopy", theClub+`
	CREATE TRIGGER counted_too AFTER UPDATE OF text ON notes BEGIN UPDATE Counted SET n = n + 1; DELETE FROM "flags"; END;`)
	got, err := w.Watcher.(clone.Consequential).Consequences(t.Context())
	want := map[string][]string{"people": {"log", "members"}, "notes": {"counted", "flags"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Consequences: %v (-want +got):\n%s", err, diff)
	}
}
