package sqlite_test

import (
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/suite"
)

// deeds are what tests may do.
func deeds() []clonetest.Deed {
	return []clonetest.Deed{
		{Says: "a new row is named, with what its trigger wrote and the sequence's step", Do: []string{
			"INSERT INTO people(name) VALUES ('bob')",
		}, Left: []suite.Change{
			{Where: "table log", New: "id=1 line='bob'"},
			{Where: "table people", New: "id=2 name='bob'"},
			{Where: "table sqlite_sequence", Old: "name='people' seq=1", New: "name='people' seq=2"},
		}},
		{Says: "an update is named, old and new", Do: []string{
			"UPDATE people SET name = 'eve' WHERE id = 1",
		}, Left: []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='eve'"}}},
		{Says: "a change of letter case is a change", Do: []string{
			"UPDATE people SET name = 'Ann'",
		}, Left: []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='Ann'"}}},
		{Says: "deleting everything is named", Do: []string{
			"DELETE FROM people",
		}, Left: []suite.Change{{Where: "table people", Old: "id=1 name='ann'"}}},
		{Says: "a sequence's step is a change even without its row", Do: []string{
			"UPDATE sqlite_sequence SET seq = 9 WHERE name = 'people'",
		}, Left: []suite.Change{{Where: "table sqlite_sequence", Old: "name='people' seq=1", New: "name='people' seq=9"}}},
		{Says: "a new table is a change", Do: []string{
			"CREATE TABLE extra(x)",
		}, Left: []suite.Change{{Where: "table extra", New: "CREATE TABLE extra(x)"}}},
		{Says: "a rollback is no change", Do: []string{
			"BEGIN", "INSERT INTO people(name) VALUES ('bob')", "ROLLBACK",
		}},
		{Says: "what is undone is no change", Do: []string{
			"UPDATE people SET name = 'eve'", "UPDATE people SET name = 'ann'",
		}},
	}
}
