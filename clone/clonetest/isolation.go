package clonetest

import (
	"os"
	"slices"

	"github.com/ptr-project/ptr/clone"
)

const names = "SELECT group_concat(name, ' ') FROM people"

func (b *bench) isolation() {
	b.sentence("a write in a clone shows nowhere else", func(b *bench) {
		snapshot, err := os.ReadFile(b.template.Path)
		if err != nil {
			b.Fatal(err)
		}
		one, other := b.open(b.clone("one")), b.open(b.clone("other"))
		b.exec(one, "INSERT INTO people(name) VALUES ('bob')")
		if got, want := b.value(one, names), "ann bob"; got != want {
			b.Errorf("the clone has %q, want %q", got, want)
		}
		if got, want := b.value(other, names), "ann"; got != want {
			b.Errorf("another clone has %q, want %q", got, want)
		}
		if now, err := os.ReadFile(b.template.Path); err != nil || !slices.Equal(now, snapshot) {
			b.Errorf("the template has changed (%v)", err)
		}
	})
	b.sentence("all connections to a clone see the same", func(b *bench) {
		c := b.clone("shared")
		one, other := b.open(c), b.open(c)
		b.exec(one, "INSERT INTO people(name) VALUES ('bob')")
		if got, want := b.value(other, names), "ann bob"; got != want {
			b.Errorf("another connection sees %q, want %q", got, want)
		}
	})
}

func (b *bench) fidelity() {
	reference := *b
	all, _ := b.backend.Strategies(b.template)
	reference.strategy = all[0]
	for _, f := range b.Facets {
		if lossy, ok := b.strategy.(clone.Lossy); ok && f.Part != "" && slices.Contains(lossy.LeavesOut(), f.Part) {
			continue
		}
		b.sentence("a clone carries "+f.Name, func(b *bench) {
			original := reference
			original.T = b.T
			want := original.value(original.open(original.clone("original")), f.Query)
			if want == "" || want == "0" {
				b.Fatalf("%s = %q in the template: nothing to carry", f.Query, want)
			}
			if got := b.value(b.open(b.clone("copy")), f.Query); got != want {
				b.Errorf("%s = %q, want %q", f.Query, got, want)
			}
		})
	}
}
