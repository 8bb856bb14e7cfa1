package app

import (
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
)

// A set is the databases that are cloned together: all of one kind that share a
// server, or a single one.
type set struct {
	databases []config.Database
	backend   clone.Backend
	template  clone.Template
	strategy  clone.Strategy
	why       string // this strategy
}

// name is what users know it by.
func (s set) name() string { return strings.Join(s.template.Aliases, "+") }

// sets divides the databases of a suite.
func sets(databases []config.Database, kinds map[backends.Kind]clone.Backend) []set {
	var all []set
	for _, d := range databases {
		b := kinds[backends.KindOf(d)]
		i := slices.IndexFunc(all, func(s set) bool {
			return b.Shares() && s.backend == b && s.databases[0].Strategy == d.Strategy
		})
		if i < 0 {
			i = len(all)
			all = append(all, set{backend: b})
		}
		all[i].databases = append(all[i].databases, d)
	}
	return all
}

// serving are the strategies whose clones are servers.
var serving = []string{"overlay", "reflink", "copy"}
