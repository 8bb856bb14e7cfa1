package clonetest

import (
	"database/sql"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// A deed is what a test may do to its database, and what is left of it.
type deed struct {
	says string
	do   []string
	left []suite.Change
}

// deeds leave changes of rows as the conformance suite wants them: columns as
// name=literal, of updated rows the key and what has changed.
func deeds() []deed {
	return []deed{
		{"a new row is named, with what its trigger wrote and the sequence's step", []string{
			"INSERT INTO people(name) VALUES ('bob')",
		}, []suite.Change{
			{Where: "table log", New: "id=1 line='bob'"},
			{Where: "table people", New: "id=2 name='bob'"},
			{Where: "table sqlite_sequence", Old: "name='people' seq=1", New: "name='people' seq=2"},
		}},
		{"an update is named, old and new", []string{
			"UPDATE people SET name = 'eve' WHERE id = 1",
		}, []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='eve'"}}},
		{"a change of letter case is a change", []string{
			"UPDATE people SET name = 'Ann'",
		}, []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='Ann'"}}},
		{"deleting everything is named", []string{
			"DELETE FROM people",
		}, []suite.Change{{Where: "table people", Old: "id=1 name='ann'"}}},
		{"a sequence's step is a change even without its row", []string{
			"UPDATE sqlite_sequence SET seq = 9 WHERE name = 'people'",
		}, []suite.Change{{Where: "table sqlite_sequence", Old: "name='people' seq=1", New: "name='people' seq=9"}}},
		{"a new table is a change", []string{
			"CREATE TABLE extra(x)",
		}, []suite.Change{{Where: "table extra", New: "CREATE TABLE extra(x)"}}},
		{"a rollback is no change", []string{
			"BEGIN", "INSERT INTO people(name) VALUES ('bob')", "ROLLBACK",
		}, nil},
		{"what is undone is no change", []string{
			"UPDATE people SET name = 'eve'", "UPDATE people SET name = 'ann'",
		}, nil},
	}
}

func (b *bench) verify() {
	for _, d := range deeds() {
		b.sentence(d.says, func(b *bench) {
			db, w := b.watched()
			b.exec(db, d.do...)
			b.wantChanges(w, d.left) // db is still open
			b.wantChanges(w, nil)
		})
	}
	b.sentence("each look tells what is new since the last one", func(b *bench) {
		db, w := b.watched()
		b.wantChanges(w, nil)
		b.exec(db, "UPDATE people SET name = 'bob'")
		b.wantChanges(w, []suite.Change{{Where: "table people", Old: "id=1 name='ann'", New: "id=1 name='bob'"}})
		b.exec(db, "UPDATE people SET name = 'eve'")
		b.wantChanges(w, []suite.Change{{Where: "table people", Old: "id=1 name='bob'", New: "id=1 name='eve'"}})
	})
	b.sentence("of many changed rows some are named and the others counted", func(b *bench) {
		db, w := b.watched()
		b.exec(db, "INSERT INTO log(line) VALUES ('a'), ('b'), ('c'), ('d')")
		changes, err := w.Changes(b.Context(), 2)
		if err != nil {
			b.Fatal(err)
		}
		want := []suite.Change{
			{Where: "table log", New: "id=1 line='a'"},
			{Where: "table log", New: "id=2 line='b'"},
			{Where: "table log", Old: "…", New: "2 more rows"},
		}
		if diff := cmp.Diff(want, changes); diff != "" {
			b.Errorf("Changes (-want +got):\n%s", diff)
		}
	})
	b.sentence("a clone is used once anybody writes, and not by being watched", func(b *bench) {
		db, w := b.watched()
		b.wantUsed(w, false)
		b.wantChanges(w, nil)
		b.wantUsed(w, false)
		b.exec(db, "INSERT INTO people(name) VALUES ('bob')")
		b.wantUsed(w, true)
	})
}

// watched is a clone with a connection to it, which has not touched it yet.
func (b *bench) watched() (*sql.DB, clone.Watcher) {
	b.Helper()
	c := b.clone("watched")
	w, err := b.backend.Watch(b.Context(), b.template, c)
	if err != nil {
		b.Fatal(err)
	}
	db := b.open(c)
	db.SetMaxOpenConns(1) // BEGIN and ROLLBACK go the same way
	b.Cleanup(func() {
		if err := w.Close(); err != nil {
			b.Errorf("Close: %v", err)
		}
	})
	return db, w
}

func (b *bench) wantChanges(w clone.Watcher, want []suite.Change) {
	b.Helper()
	const limit = 5
	got, err := w.Changes(b.Context(), limit)
	if err != nil {
		b.Fatalf("Changes: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		b.Errorf("Changes (-want +got):\n%s", diff)
	}
}

func (b *bench) wantUsed(w clone.Watcher, want bool) {
	b.Helper()
	if got, err := w.Used(b.Context()); err != nil || got != want {
		b.Errorf("Used() = %v, %v, want %v", got, err, want)
	}
}
