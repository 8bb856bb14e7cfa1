package clonetest

import (
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/clone"
)

// keeping tests a strategy whose clones can be kept.
func (b *bench) keeping() {
	b.sentence("what was committed is there when a kept clone is opened by others, elsewhere", func(b *bench) {
		path := b.kept("bob")
		again := b.reopen(b.elsewhere(), path)
		if got, want := b.value(b.open(again), b.Names), "ann bob"; got != want {
			b.Errorf("the clone has %q, want %q", got, want)
		}
	})
	b.sentence("a kept clone may be kept again and again", func(b *bench) {
		path, want := b.kept("bob"), "ann bob"
		for _, name := range []string{"eve", "kim"} {
			keeper := b.elsewhere()
			c, err := keeper.Reopen(b.Context(), b.template, path)
			if err != nil {
				b.Fatalf("Reopen: %v", err)
			}
			db := b.open(c)
			if got := b.value(db, b.Names); got != want {
				b.Errorf("the clone has %q, want %q", got, want)
			}
			b.exec(db, "INSERT INTO people(name) VALUES ('"+name+"')")
			if err := keeper.Keep(b.Context(), c); err != nil {
				b.Fatalf("Keep: %v", err)
			}
			want += " " + name
		}
	})
	b.sentence("a kept clone leaves its template and other clones alone", func(b *bench) {
		before, other := b.digest(b.template.Path), b.clone("other")
		again := b.reopen(b.elsewhere(), b.kept("bob"))
		b.exec(b.open(again), "INSERT INTO people(name) VALUES ('eve')")
		if got, want := b.value(b.open(other), b.Names), "ann"; got != want {
			b.Errorf("another clone has %q, want %q", got, want)
		}
		if b.digest(b.template.Path) != before {
			b.Error("the template has changed")
		}
	})
	b.sentence("all aliases are in the clone that is opened again", func(b *bench) {
		b.template = b.templateOf(alias, "other")
		again := b.reopen(b.elsewhere(), b.kept("bob"))
		if len(again.Databases) != 2 {
			b.Fatalf("the clone has %v, want both databases", again.Databases)
		}
		again.Databases[alias] = again.Databases["other"]
		if got, want := b.value(b.open(again), b.Names), "ann"; got != want {
			b.Errorf("the other database has %q, want %q", got, want)
		}
	})
	b.sentence("what was kept is left alone by who has made it, and by who cannot open it", (*bench).keptIsLeftAlone)
	b.sentence("dropping a clone that was opened again leaves nothing", func(b *bench) {
		path, s := b.kept("bob"), b.elsewhere()
		c, err := s.Reopen(b.Context(), b.template, path)
		if err != nil {
			b.Fatalf("Reopen: %v", err)
		}
		if again, err := s.Reopen(b.Context(), b.template, path); err == nil {
			b.Errorf("Reopen made %+v of what is open", again)
		}
		if err := s.Drop(b.Context(), c); err != nil {
			b.Errorf("Drop: %v", err)
		}
		b.nothingIn(filepath.Dir(path))
	})
}

func (b *bench) keptIsLeftAlone() {
	dir := b.TempDir()
	c, err := b.strategy.Clone(b.Context(), b.template, dir, "kept")
	if err != nil {
		b.Fatal(err)
	}
	if err := b.strategy.(clone.Keeper).Keep(b.Context(), c); err != nil {
		b.Fatalf("Keep: %v", err)
	}
	before := b.digest(c.Path)
	if err := b.strategy.Drop(b.Context(), c); err != nil {
		b.Errorf("Drop: %v", err)
	}
	if err := b.strategy.(clone.Keeper).Keep(b.Context(), c); err == nil {
		b.Error("what is kept can be kept once more")
	}
	keeper := b.elsewhere()
	if keeper.Leans() {
		gone := b.template
		gone.Path += "-gone"
		if again, err := keeper.Reopen(b.Context(), gone, c.Path); err == nil {
			b.Errorf("Reopen made %+v without a template", again)
		}
	}
	if b.digest(c.Path) != before {
		b.Error("what was kept has changed")
	}
	if _, err := keeper.Reopen(b.Context(), b.template, filepath.Join(dir, "nothing")); err == nil {
		b.Error("Reopen opens what is not there")
	}
}

// kept is where a clone now is in which somebody called name was entered before it
// was kept, and moved.
func (b *bench) kept(name string) string {
	b.Helper()
	dir := b.TempDir()
	c, err := b.strategy.Clone(b.Context(), b.template, dir, "kept")
	if err != nil {
		b.Fatal(err)
	}
	b.exec(b.open(c), "INSERT INTO people(name) VALUES ('"+name+"')")
	if err := b.strategy.(clone.Keeper).Keep(b.Context(), c); err != nil {
		b.Fatalf("Keep: %v", err)
	}
	path := filepath.Join(dir, "moved here")
	if err := os.Rename(c.Path, path); err != nil {
		b.Fatal(err)
	}
	return path
}

// A reopener is a strategy that keeps.
type reopener interface {
	clone.Strategy
	clone.Keeper
}

// elsewhere is the strategy as another process has it, which knows nothing of clones
// that there were.
func (b *bench) elsewhere() reopener {
	strategies, _ := b.New(b.T).Strategies(b.template)
	for _, s := range strategies {
		if s.Name() == b.strategy.Name() {
			return s.(reopener)
		}
	}
	b.Fatalf("another backend has no strategy %q", b.strategy.Name())
	return nil
}

// reopen opens what was kept until the sentence ends.
func (b *bench) reopen(s reopener, path string) clone.Clone {
	b.Helper()
	c, err := s.Reopen(b.Context(), b.template, path)
	if err != nil {
		b.Fatalf("Reopen: %v", err)
	}
	b.Cleanup(func() {
		if err := s.Drop(b.Context(), c); err != nil {
			b.Errorf("Drop: %v", err)
		}
	})
	return c
}
