package mysql_test

import (
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/suite"
)

// deeds are what tests may do.
func deeds() []clonetest.Deed {
	steps := []suite.Change{{Where: "AUTO_INCREMENT of log", Old: "4711", New: "4712"}, {Where: "AUTO_INCREMENT of people", Old: "2", New: "3"}}
	return []clonetest.Deed{
		{Says: "a new row is named, with what its trigger wrote and the counters' steps", Do: []string{
			"INSERT INTO people(name) VALUES ('bob')",
		}, Left: append([]suite.Change{
			{Where: "table log", New: "id=4711 line='bob'"},
			{Where: "table people", New: "id=2 name='bob'"},
		}, steps...)},
		{Says: "an update is named, old and new", Do: []string{
			"UPDATE people SET name = 'eve' WHERE id = 1",
		}, Left: []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='eve'"}}},
		{Says: "a change of letter case is a change", Do: []string{
			"UPDATE people SET name = 'Ann'",
		}, Left: []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='Ann'"}}},
		{Says: "deleting everything is named, and what a foreign key deletes", Do: []string{
			"DELETE FROM people",
		}, Left: []suite.Change{{Where: "table child", Old: "id=1 person=1"}, {Where: "table people", Old: "id=1 name='ann'"}}},
		{Says: "so is TRUNCATE", Do: []string{
			"TRUNCATE child",
		}, Left: []suite.Change{{Where: "table child", Old: "id=1 person=1"}}},
		{Says: "tables of other engines are looked at", Do: []string{
			"UPDATE old SET x = 8",
		}, Left: []suite.Change{{Where: "table old", Old: "x=7"}, {Where: "table old", New: "x=8"}}},
		{Says: "partitions are looked at", Do: []string{
			"DELETE FROM parted WHERE k = 30",
		}, Left: []suite.Change{{Where: "table parted", Old: "k=30"}}},
		{Says: "a new table is a change", Do: []string{
			"CREATE TABLE extra(x int)",
		}, Left: []suite.Change{{Where: "schema", New: "extra"}}},
		{Says: "a rollback is no change of rows, but one of counters", Do: []string{
			"BEGIN", "INSERT INTO people(name) VALUES ('bob')", "ROLLBACK",
		}, Left: steps},
		{Says: "a rollback is no change", Do: []string{
			"BEGIN", "UPDATE people SET name = 'bob'", "ROLLBACK",
		}},
		{Says: "what is undone is no change", Do: []string{
			"UPDATE people SET name = 'eve'", "UPDATE people SET name = 'ann'",
		}},
	}
}
