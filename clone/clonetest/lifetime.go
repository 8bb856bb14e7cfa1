package clonetest

import (
	"fmt"
	"os"
	"sync"

	"github.com/ptr-project/ptr/clone"
)

func (b *bench) lifetimes() {
	b.sentence("dropping leaves nothing, and may be done twice", func(b *bench) {
		dir := b.TempDir()
		c, err := b.strategy.Clone(b.Context(), b.template, dir, "brief")
		if err != nil {
			b.Fatal(err)
		}
		db := b.open(c)
		b.exec(db, "INSERT INTO people(name) VALUES ('bob')")
		db.Close()
		for range 2 {
			if err := b.strategy.Drop(b.Context(), c); err != nil {
				b.Errorf("Drop: %v", err)
			}
		}
		b.nothingIn(dir)
	})
	b.sentence("a clone may have any name", func(b *bench) {
		for _, name := range []string{"a b", "it's", `"`, "?", "#", "%41", "größe", "../up", "..", "a/b", `c:\d`, "-"} {
			c := b.clone(name)
			if c.Name != name || c.Strategy != b.strategy.Name() {
				b.Errorf("Clone(%q) = %+v", name, c)
			}
			if got := b.value(b.open(c), b.Names); got != "ann" {
				b.Errorf("the clone %q has %q, want %q", name, got, "ann")
			}
		}
	})
	b.sentence("a clone's folder may have any name", func(b *bench) {
		dir := b.TempDir() + "/it's 100% größe? #1"
		if err := os.Mkdir(dir, 0o700); err != nil {
			b.Skipf("this file system has no such name: %v", err)
		}
		c, err := b.strategy.Clone(b.Context(), b.template, dir, "inside")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { b.strategy.Drop(b.Context(), c) })
		if got := b.value(b.open(c), b.Names); got != "ann" {
			b.Errorf("the clone has %q, want %q", got, "ann")
		}
	})
	b.sentence("clones are made side by side", func(b *bench) {
		const many = 8
		clones := make([]clone.Clone, many)
		errs := make([]error, many)
		var all sync.WaitGroup
		dir := b.TempDir()
		for i := range many {
			all.Go(func() {
				clones[i], errs[i] = b.strategy.Clone(b.Context(), b.template, dir, fmt.Sprint("clone", i))
			})
		}
		all.Wait()
		for i, c := range clones {
			if errs[i] != nil {
				b.Fatal(errs[i])
			}
			if got := b.value(b.open(c), b.Names); got != "ann" {
				b.Errorf("%s has %q, want %q", c.Name, got, "ann")
			}
			b.Cleanup(func() { b.strategy.Drop(b.Context(), c) })
		}
	})
}

// nothingIn checks that dir is empty.
func (b *bench) nothingIn(dir string) {
	b.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		b.Errorf("left behind: %v, %v", left, err)
	}
}
