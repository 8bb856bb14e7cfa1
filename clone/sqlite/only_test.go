//go:build cgo

package sqlite_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/suite"
)

// theClub has tables with an ordinary key, without one, without row IDs, with a counter,
// with a trigger, and with foreign keys.
const theClub = `
	CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, doubled AS (id * 2));
	CREATE TABLE notes (text);
	CREATE TABLE flags (name TEXT PRIMARY KEY, enabled) WITHOUT ROWID;
	CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, n);
	CREATE TABLE members (person REFERENCES people ON DELETE CASCADE);
	CREATE TABLE log (text);
	CREATE TRIGGER logged AFTER DELETE ON people BEGIN INSERT INTO log VALUES ('gone'); END;
	CREATE INDEX by_name ON people (name);
	INSERT INTO people (id, name) VALUES (1, 'ada'), (2, 'bob');
	INSERT INTO notes VALUES (x'00ff'), (NULL), ('');
	INSERT INTO flags VALUES ('checkout', 1);
	INSERT INTO counted VALUES (7, 1);
	INSERT INTO members VALUES (1);`

// all that a test could do to it.
const vandalism = `
	UPDATE people SET name = 'eve' WHERE id = 1;
	DELETE FROM people WHERE id = 2;
	INSERT INTO people (id, name) VALUES (9, 'zoe');
	DELETE FROM notes WHERE text IS NULL;
	UPDATE flags SET enabled = 0;
	INSERT INTO counted (n) VALUES (2);
	DELETE FROM members;
	CREATE TABLE more (x);
	ALTER TABLE log ADD COLUMN at;`

func TestATableIsPutBackAlone(t *testing.T) {
	for _, name := range []string{"people", "notes", "flags", "counted", "sqlite_sequence", "members", "more", "log"} {
		t.Run(name, func(t *testing.T) {
			w := watched(t, "filecopy", theClub)
			changed := vandalise(t, w)
			which := []suite.Thing{{Kind: suite.ThingDatabase, Alias: "default", Name: "table " + name}}
			if err := w.Watcher.(clone.Selective).RestoreOnly(t.Context(), which); err != nil {
				t.Fatal(err)
			}
			if again, err := w.Changes(t.Context(), 10); err != nil || len(again) > 0 {
				t.Errorf("Changes = %v, %v, want none by our own doing", again, err)
			}
			delete(changed, "table "+name)
			if diff := cmp.Diff(changed, fromTemplate(t, w)); diff != "" {
				t.Errorf("what differs from the template (-want +got):\n%s", diff)
			}
			var triggers int
			if err := w.own[1].QueryRow("SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql <> ''").Scan(&triggers); err != nil || triggers != 2 {
				t.Errorf("%d triggers and indexes, %v, want 2", triggers, err)
			}
		})
	}
}

func TestWhatIsNoTableIsNotPutBackAlone(t *testing.T) {
	w := watched(t, "filecopy", theClub)
	vandalise(t, w)
	for _, name := range []string{"index by_name", "user_version", "table nowhere"} {
		err := w.Watcher.(clone.Selective).RestoreOnly(t.Context(), []suite.Thing{{Kind: suite.ThingDatabase, Alias: "default", Name: name}})
		if !errors.Is(err, clone.ErrIrreversible) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if left := fromTemplate(t, w); len(left) != 8 {
		t.Errorf("%d tables differ, want all 8 as before: %v", len(left), left)
	}
}

// vandalise changes all tables by an open connection, and says how.
func vandalise(t *testing.T, w *watchedClone) map[string]string {
	t.Helper()
	if _, err := w.own[0].Exec("PRAGMA foreign_keys = off; " + vandalism); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Changes(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	return fromTemplate(t, w)
}

// fromTemplate are the differences from the template, by table, as another watcher sees them.
func fromTemplate(t *testing.T, w *watchedClone) map[string]string {
	t.Helper()
	other, err := sqlite.New().Watch(t.Context(), clone.Template{Path: w.template}, clone.Clone{Path: w.path})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	changes, err := other.Changes(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, c := range changes {
		found[c.Where] += fmt.Sprintf("%s -> %s; ", c.Old, c.New)
	}
	return found
}
