package clonetest

import (
	"errors"
	"slices"

	"github.com/ptr-project/ptr/clone"
)

// unfit reports whether the strategy cannot be used here. Then it says so, and leads
// to one that can.
func (b *bench) unfit() bool {
	dir := b.TempDir()
	want := b.misfit(dir)
	if want == nil {
		return false
	}
	b.sentence("it refuses, and says what to use", func(b *bench) {
		_, err := b.strategy.Clone(b.Context(), b.template, dir, "never")
		var said *clone.UnfitError
		if !errors.As(err, &said) || err.Error() != want.Error() {
			b.Fatalf("Clone: %v, want what Unfit says: %v", err, want)
		}
		if said.Strategy != b.strategy.Name() || said.Lacks == "" {
			b.Errorf("the error does not say who lacks what: %v", said)
		}
		placed := b.placed(dir)
		all, _ := b.backend.Strategies(placed)
		if !slices.ContainsFunc(all, func(s clone.Strategy) bool { return s.Name() == said.Instead && clone.Unfit(s, placed) == nil }) {
			b.Errorf("it says to use %q, which cannot be used either", said.Instead)
		}
		b.nothingIn(dir)
	})
	return true
}

// misfit is why the strategy cannot make clones below dir; nil if it can.
func (b *bench) misfit(dir string) error { return clone.Unfit(b.strategy, b.placed(dir)) }

// placed is the template, with clones to be below dir.
func (b *bench) placed(dir string) clone.Template {
	t := b.template
	t.Place = dir
	return t
}
