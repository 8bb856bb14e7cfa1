package postgres_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

func TestATableIsPutBackAlone(t *testing.T) {
	for name, watched := range watchings() {
		t.Run(name, func(t *testing.T) { putBackAlone(t, watched) })
	}
}

func putBackAlone(t *testing.T, watched func(testing.TB, string) (*pgx.Conn, clone.Watcher)) {
	conn, w := watched(t, watchedSchema)
	selective := w.(clone.Selective)
	const vandalism = `UPDATE people SET name = 'eve' WHERE id = 1; INSERT INTO people(name) VALUES ('zoe'); DELETE FROM log; DELETE FROM child; UPDATE parted SET k = 4`
	if _, err := conn.Exec(t.Context(), vandalism); err != nil {
		t.Fatal(err)
	}
	before, err := w.Changes(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"table people", "sequence people_id_seq"} {
		if !slices.ContainsFunc(before, func(c suite.Change) bool { return c.Where == name }) {
			t.Fatalf("%s is not said to have changed: %v", name, before)
		}
	}
	back := []suite.Thing{{Kind: suite.ThingDatabase, Alias: "default", Name: "table people"}, {Kind: suite.ThingDatabase, Alias: "default", Name: "sequence people_id_seq"}}
	if err := selective.RestoreOnly(t.Context(), back); err != nil {
		t.Fatal(err)
	}
	if again, err := w.Changes(t.Context(), 10); err != nil || len(again) > 0 {
		t.Errorf("Changes = %v, %v, want none by our own doing", again, err)
	}
	wantNumbers(t, conn, []int{2, 0, 0, 2}) // people as they were, and the rest as it was left
	if err := w.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, conn, []int{2, 2, 1, 2})
	unknown := []suite.Thing{{Kind: suite.ThingDatabase, Alias: "default", Name: "table nowhere"}}
	if err := selective.RestoreOnly(t.Context(), unknown); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("of no such table: %v", err)
	}
}

// wantNumbers checks how many rows tables have, and what a sequence gives out next to.
func wantNumbers(t *testing.T, conn *pgx.Conn, want []int) {
	t.Helper()
	got := make([]int, 4)
	err := conn.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM people WHERE name IN ('ann', 'bob')), (SELECT count(*) FROM log WHERE line = 'a'), (SELECT count(*) FROM child),
		(SELECT last_value FROM people_id_seq)`).Scan(&got[0], &got[1], &got[2], &got[3])
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("people, log, child and the sequence: %v, %v, want %v", got, err, want)
	}
}
