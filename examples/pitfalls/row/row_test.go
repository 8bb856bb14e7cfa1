// Package row has a test that leaves a row behind, and one that minds.
package row

import (
	"testing"

	"example.com/pitfalls/database"
)

func TestInsertAndRemove(t *testing.T) {
	database.Exec(t, `INSERT INTO row_people VALUES ('grace')`)
	database.Exec(t, `DELETE FROM row_people WHERE name = 'grace'`)
}

func TestImport(t *testing.T) {
	database.Exec(t, `INSERT INTO row_people VALUES ('ada') ON CONFLICT DO NOTHING`)
}

func TestQueriesHaveColumns(t *testing.T) {
	if n := database.Count(t, `SELECT count(name) FROM row_people WHERE name = 'nobody'`); n != 0 {
		t.Errorf("%d people are called nobody", n)
	}
}

func TestDirectoryBeginsEmpty(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM row_people`); n != 0 {
		t.Errorf("%d people, want none", n)
	}
}
