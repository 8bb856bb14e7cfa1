// Package housing gives the processes of workers what they live on: clones of all databases,
// a temporary directory, and the environment that leads to them.
package housing

import (
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
)

// A Set is the databases that are cloned together: all of one kind that share a
// server, or a single one.
type Set struct {
	Databases []config.Database
	Backend   clone.Backend
	Template  clone.Template // zero until it is made
	Strategy  clone.Strategy // nil until it is chosen
	Why       string         // this strategy
}

// Name is what users know it by.
func (s Set) Name() string { return strings.Join(s.Template.Aliases, "+") }

// Crowds reports whether its clones are databases on one server.
func (s Set) Crowds() bool { return s.Backend.Shares() && !slices.Contains(serving, s.Strategy.Name()) }

// serving are the strategies whose clones are servers.
var serving = []string{"overlay", "reflink", "copy"}

// Divide makes sets of the databases of a suite, in their order.
func Divide(databases []config.Database, kinds map[backends.Kind]clone.Backend) []Set {
	var all []Set
	for _, d := range databases {
		b := kinds[backends.KindOf(d)]
		i := slices.IndexFunc(all, func(s Set) bool {
			return b.Shares() && s.Backend == b && s.Databases[0].Strategy == d.Strategy
		})
		if i < 0 {
			i = len(all)
			all = append(all, Set{Backend: b})
		}
		all[i].Databases = append(all[i].Databases, d)
	}
	return all
}
