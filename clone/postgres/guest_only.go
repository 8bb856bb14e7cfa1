package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// restoreOnly puts back the tables and sequences of this database that which has, as
// restore does, and leaves what else differs from the original.
func (g *guest) restoreOnly(ctx context.Context, which []suite.Thing) error {
	if _, err := g.changes(ctx, 0); err != nil {
		return err
	}
	wanted := map[string]bool{} // whether it was found
	for _, t := range which {
		if t.Alias == g.alias {
			wanted[t.Name] = false
		}
	}
	touched, err := g.touched()
	if err != nil || len(wanted) == 0 {
		return err
	}
	touched = slices.DeleteFunc(touched, func(i int) bool { return !find(wanted, "table "+g.tables[i].Name) })
	stepped := maps.Clone(g.stepped)
	var steps []string
	for _, name := range slices.Sorted(maps.Keys(g.sequences)) {
		if find(wanted, "sequence "+plain(name)) {
			was := g.sequences[name]
			steps, stepped[name] = append(steps, setval(name, was)), was
		}
	}
	for name, found := range wanted {
		if !found {
			return fmt.Errorf("%s alone: %w", name, clone.ErrIrreversible)
		}
	}
	only := func(ctx context.Context, reached []int) error { return g.putBackOnly(ctx, touched, reached) }
	if err := g.transact(ctx, touched, nil, steps, only); err != nil {
		return err
	}
	for _, i := range touched {
		delete(g.diffs, i)
	}
	g.stepped = stepped
	return nil
}

// putBackOnly puts tables back, and returns an error if a foreign key has changed others
// thereby.
func (g *guest) putBackOnly(ctx context.Context, touched, reached []int) error {
	if err := g.putAllBack(ctx, touched); err != nil {
		return err
	}
	for _, i := range reached {
		if slices.Contains(touched, i) {
			continue
		}
		now, err := g.compare(ctx, i)
		if err != nil {
			return err
		}
		if len(now.Since(g.diffs[i]).Changes(g.alias, 1)) > 0 {
			return fmt.Errorf("rows of %s would change with it", g.tables[i].Name)
		}
	}
	return nil
}

// find marks what is found of what is wanted, and reports whether it is.
func find(wanted map[string]bool, name string) bool {
	_, is := wanted[name]
	if is {
		wanted[name] = true
	}
	return is
}
