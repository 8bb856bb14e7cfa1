package mysql_test

import (
	"database/sql"
	"errors"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

func TestATableIsPutBackAlone(t *testing.T) {
	conn, w := watched(t)
	selective := w.(clone.Selective)
	before := rowsOf(t, conn)
	for _, statement := range []string{"INSERT INTO people(name) VALUES ('zoe')", "INSERT INTO log VALUES ('zoe')"} {
		if _, err := conn.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Changes(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	people := suite.Thing{Kind: suite.ThingDatabase, Alias: "default", Name: "table people"}
	counter := suite.Thing{Kind: suite.ThingDatabase, Alias: "default", Name: "AUTO_INCREMENT of people"}
	if err := selective.RestoreOnly(t.Context(), []suite.Thing{people, counter}); err != nil {
		t.Fatal(err)
	}
	if again, err := w.Changes(t.Context(), 10); err != nil || len(again) > 0 {
		t.Errorf("Changes = %v, %v, want none by our own doing", again, err)
	}
	if got, want := rowsOf(t, conn), []int{before[0], before[1] + 1}; !slices.Equal(got, want) {
		t.Errorf("people and log have %v rows, want %v", got, want)
	}
	if err := w.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, conn); !slices.Equal(got, before) {
		t.Errorf("once all is restored, people and log have %v rows, want %v", got, before)
	}
	if err := selective.RestoreOnly(t.Context(), []suite.Thing{people}); !errors.Is(err, clone.ErrIrreversible) {
		t.Errorf("of what has not changed: %v", err)
	}
}

func rowsOf(t *testing.T, conn *sql.Conn) []int {
	t.Helper()
	got := make([]int, 2)
	if err := conn.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM log)").Scan(&got[0], &got[1]); err != nil {
		t.Fatal(err)
	}
	return got
}
