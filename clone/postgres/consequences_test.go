package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

func TestTriggersAndCascadesAreKnown(t *testing.T) {
	const more = `
CREATE TABLE counts(n int);
CREATE RULE counting AS ON INSERT TO child DO ALSO UPDATE counts SET n = n + 1;`
	for name, watched := range watchings() {
		t.Run(name, func(t *testing.T) {
			_, w := watched(t, watchedSchema+more)
			got, err := w.(clone.Consequential).Consequences(t.Context())
			want := map[string][]string{"people": {"log", "child"}, "child": {"counts"}, "parted": {"part1"}}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Consequences: %v (-want +got):\n%s", err, diff)
			}
		})
	}
}
