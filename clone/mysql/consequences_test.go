package mysql_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

func TestTriggersAndCascadesAreKnown(t *testing.T) {
	watchings := map[string]func() clone.Watcher{
		"on a private server":   func() clone.Watcher { _, w := watched(t); return w },
		"on a server of others": func() clone.Watcher { _, w := visited(t, watchedSchema); return w },
	}
	for name, watching := range watchings {
		got, err := watching().(clone.Consequential).Consequences(t.Context())
		want := map[string][]string{"people": {"log", "child"}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("Consequences %s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}
