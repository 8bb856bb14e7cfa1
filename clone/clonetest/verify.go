package clonetest

import (
	"database/sql"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// A Deed is what a test may do to its database, and what is left of it: of updated
// rows the key and what has changed.
type Deed struct {
	Says string
	Do   []string
	Left []suite.Change
}

// person is a row of the table people, as it is shown.
func (b *bench) person(name string) string {
	if b.Quoted {
		return "id='1' name='" + name + "'"
	}
	return "id=1 name='" + name + "'"
}

func (b *bench) verify() {
	for _, d := range b.Deeds {
		b.sentence(d.Says, func(b *bench) {
			db, w := b.watched()
			b.exec(db, d.Do...)
			b.wantChanges(w, d.Left) // db is still open
			b.wantChanges(w, nil)
		})
	}
	b.sentence("each look tells what is new since the last one", func(b *bench) {
		db, w := b.watched()
		b.wantChanges(w, nil)
		b.exec(db, "UPDATE people SET name = 'bob'")
		b.wantChanges(w, []suite.Change{{Where: "table people", Old: b.person("ann"), New: b.person("bob")}})
		b.exec(db, "UPDATE people SET name = 'eve'")
		b.wantChanges(w, []suite.Change{{Where: "table people", Old: b.person("bob"), New: b.person("eve")}})
	})
	b.sentence("of many changed rows some are named and the others counted", func(b *bench) {
		db, w := b.watched()
		b.exec(db, "INSERT INTO log(line) VALUES ('a'), ('b'), ('c'), ('d')")
		changes, err := w.Changes(b.Context(), 2)
		if err != nil {
			b.Fatal(err)
		}
		var got []string
		for _, c := range changes {
			if c.Where == "table log" {
				_, shown, _ := strings.Cut(c.New, " ") // after its number
				got = append(got, shown)
			}
		}
		if diff := cmp.Diff([]string{"line='a'", "line='b'", "more rows"}, got); diff != "" {
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
	for i := range got {
		if got[i].Alias != "" && got[i].Alias != alias {
			b.Errorf("a change is of %q, want %q", got[i].Alias, alias)
		}
		got[i].Alias = ""
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
