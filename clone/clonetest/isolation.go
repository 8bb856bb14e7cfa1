package clonetest

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/ptr-project/ptr/clone"
)

func (b *bench) isolation() {
	b.sentence("a write in a clone shows nowhere else", func(b *bench) {
		before := b.digest(b.template.Path)
		one, other := b.open(b.clone("one")), b.open(b.clone("other"))
		b.exec(one, "INSERT INTO people(name) VALUES ('bob')")
		if got, want := b.value(one, b.Names), "ann bob"; got != want {
			b.Errorf("the clone has %q, want %q", got, want)
		}
		if got, want := b.value(other, b.Names), "ann"; got != want {
			b.Errorf("another clone has %q, want %q", got, want)
		}
		if b.digest(b.template.Path) != before {
			b.Error("the template has changed")
		}
	})
	b.sentence("all connections to a clone see the same", func(b *bench) {
		c := b.clone("shared")
		one, other := b.open(c), b.open(c)
		b.exec(one, "INSERT INTO people(name) VALUES ('bob')")
		if got, want := b.value(other, b.Names), "ann bob"; got != want {
			b.Errorf("another connection sees %q, want %q", got, want)
		}
	})
}

// digest is that of a file, or of all files of a folder.
func (b *bench) digest(path string) string {
	b.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if !e.Type().IsRegular() { // an overlay has such instead of what was removed
			_, err := fmt.Fprintf(sum, "%s %v\n", file, e.Type())
			return err
		}
		content, err := os.ReadFile(file)
		fmt.Fprintf(sum, "%s %x\n", file, sha256.Sum256(content))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func (b *bench) fidelity() {
	reference := *b
	all, _ := b.backend.Strategies(b.template)
	reference.strategy = all[0]
	original, copied := reference.open(reference.clone("original")), b.open(b.clone("copy"))
	for _, f := range b.Facets {
		if lossy, ok := b.strategy.(clone.Lossy); ok && f.Part != "" && slices.Contains(lossy.LeavesOut(), f.Part) {
			continue
		}
		b.sentence("a clone carries "+f.Name, func(b *bench) {
			want := b.value(original, f.Query)
			if want == "" || want == "0" {
				b.Fatalf("%s = %q in the template: nothing to carry", f.Query, want)
			}
			if got := b.value(copied, f.Query); got != want {
				b.Errorf("%s = %q, want %q", f.Query, got, want)
			}
		})
	}
}
