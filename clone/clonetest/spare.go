package clonetest

import (
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/clone"
)

// sparing tests a strategy whose clones can stay where they are.
func (b *bench) sparing() {
	b.sentence("a clone that is spared outlives its process, until somebody cleans it away", func(b *bench) {
		c := b.spared(time.Now().Add(time.Hour))
		if removed := b.cleaned(false); slices.Contains(removed, c.Databases[alias]["database"]) {
			b.Fatalf("Clean has removed %v", removed)
		}
		db := b.open(c)
		if got, want := b.value(db, b.Names), "ann bob"; got != want {
			b.Errorf("the clone has %q, want %q", got, want)
		}
		if removed := b.cleaned(true); !slices.Contains(removed, c.Databases[alias]["database"]) {
			b.Errorf("Clean has removed %v, want %s too", removed, c.Databases[alias]["database"])
		}
		if _, err := db.ExecContext(b.Context(), "DELETE FROM people"); err == nil {
			b.Error("the clone is still there")
		}
	})
	b.sentence("a clone is spared until its time has come", func(b *bench) {
		c := b.spared(time.Now().Add(-time.Second))
		if removed := b.cleaned(false); !slices.Contains(removed, c.Databases[alias]["database"]) {
			b.Errorf("Clean has removed %s, want %s", strings.Join(removed, ", "), c.Databases[alias]["database"])
		}
	})
}

// spared is a clone with bob in it, of a process that is done with it.
func (b *bench) spared(until time.Time) clone.Clone {
	b.Helper()
	dir := b.TempDir()
	c, err := b.strategy.Clone(b.Context(), b.template, dir, "spared")
	if err != nil {
		b.Fatal(err)
	}
	db := b.open(c)
	b.exec(db, "INSERT INTO people(name) VALUES ('bob')")
	if err := db.Close(); err != nil {
		b.Error(err)
	}
	s := b.strategy.(clone.Sparer)
	if err := s.Spare(b.Context(), c, until); err != nil {
		b.Fatalf("Spare: %v", err)
	}
	if err := b.strategy.Drop(b.Context(), c); err != nil {
		b.Errorf("Drop: %v", err)
	}
	if err := s.Spare(b.Context(), c, until); err == nil {
		b.Error("what is gone can be spared")
	}
	b.nothingIn(dir)
	return c
}

// cleaned is what another process removes, of what is spared only if it is asked to.
func (b *bench) cleaned(spared bool) []string {
	b.Helper()
	removed, err := b.New(b.T).(clone.Lodger).Clean(b.Context(), false, spared)
	if err != nil {
		b.Fatalf("Clean: %v", err)
	}
	return removed
}
