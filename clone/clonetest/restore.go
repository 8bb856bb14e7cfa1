package clonetest

func (b *bench) restore() {
	for _, d := range b.Deeds {
		b.sentence("after a restore nothing is left, where "+d.Says, func(b *bench) {
			db, w := b.watched()
			b.exec(db, d.Do...)
			if err := w.Restore(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.wantChanges(w, nil)
			if got, want := b.value(db, b.Names), "ann"; got != want {
				b.Errorf("a connection from before reads %q, want %q", got, want)
			}
			b.exec(db, "INSERT INTO people(name) VALUES ('bob')")
			if got, want := b.value(db, "SELECT max(id) FROM people"), "2"; got != want {
				b.Errorf("the next row's ID is %s, want %s", got, want)
			}
		})
	}
	b.sentence("a clone can be restored again and again", func(b *bench) {
		db, w := b.watched()
		for range 3 {
			b.exec(db, "DELETE FROM people")
			if err := w.Restore(b.Context()); err != nil {
				b.Fatal(err)
			}
			if got, want := b.value(db, b.Names), "ann"; got != want {
				b.Errorf("people are %q, want %q", got, want)
			}
		}
	})
}
