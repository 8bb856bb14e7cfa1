package postgres_test

import (
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/suite"
)

// deeds are what tests may do.
func deeds() []clonetest.Deed {
	step := suite.Change{Where: "sequence people_id_seq", Old: "1", New: "2"}
	return []clonetest.Deed{
		{Says: "a new row is named, with what its trigger wrote and the sequences' steps", Do: []string{
			"INSERT INTO people(name) VALUES ('bob')",
		}, Left: []suite.Change{
			{Where: "table log", New: "id='2' line='bob'"},
			{Where: "table people", New: "id='2' name='bob'"},
			{Where: "sequence log_id_seq", Old: "1", New: "2"}, step,
		}},
		{Says: "an update is named, old and new", Do: []string{
			"UPDATE people SET name = 'eve' WHERE id = 1",
		}, Left: []suite.Change{{Where: "table people", Old: "id='1' name='ann'", New: "id='1' name='eve'"}}},
		{Says: "a change of letter case is a change", Do: []string{
			"UPDATE people SET name = 'Ann'",
		}, Left: []suite.Change{{Where: "table people", Old: "id='1' name='ann'", New: "id='1' name='Ann'"}}},
		{Says: "deleting everything is named", Do: []string{
			"DELETE FROM people",
		}, Left: []suite.Change{{Where: "table people", Old: "id='1' name='ann'"}}},
		{Says: "so is TRUNCATE", Do: []string{
			"TRUNCATE people",
		}, Left: []suite.Change{{Where: "table people", Old: "id='1' name='ann'"}}},
		{Says: "a sequence's step is a change even without its row", Do: []string{
			"SELECT nextval('people_id_seq')",
		}, Left: []suite.Change{step}},
		{Says: "a new table is a change", Do: []string{
			"CREATE TABLE extra(x int)",
		}, Left: []suite.Change{{Where: "schema", New: "extra"}}},
		{Says: "a rollback is no change of rows, but one of sequences", Do: []string{
			"BEGIN", "INSERT INTO people(name) VALUES ('bob')", "ROLLBACK",
		}, Left: []suite.Change{{Where: "sequence log_id_seq", Old: "1", New: "2"}, step}},
		{Says: "a rollback is no change", Do: []string{
			"BEGIN", "UPDATE people SET name = 'bob'", "ROLLBACK",
		}},
		{Says: "what is undone is no change", Do: []string{
			"UPDATE people SET name = 'eve'", "UPDATE people SET name = 'ann'",
		}},
	}
}
