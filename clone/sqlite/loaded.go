package sqlite

import (
	"context"

	"github.com/ptr-project/ptr/clone"
)

// Loaded is the strategy of workers that load the snapshot by themselves, into
// their own memory: nothing is to be done for them.
type Loaded struct{}

// Name is "loaded".
func (Loaded) Name() string { return "loaded" }

// Reach is by recipe.
func (Loaded) Reach() clone.Reach { return clone.ByRecipe }

// LeavesOut is what is different in memory.
func (Loaded) LeavesOut() []clone.Feature { return []clone.Feature{clone.JournalMode} }

// Clone gives the clone the value "path", for the snapshot.
func (l Loaded) Clone(ctx context.Context, t clone.Template, _, name string) (clone.Clone, error) {
	return clone.Clone{Name: name, Strategy: l.Name(), Databases: t.Only(clone.Values{"path": t.Path, "database": name})}, ctx.Err()
}

// Drop has nothing to remove.
func (Loaded) Drop(context.Context, clone.Clone) error { return nil }
