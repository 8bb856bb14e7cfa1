package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/facts"
)

// The frameworks, by the names that --framework takes.
const (
	frameworkGo      = "go"
	frameworkCommand = "command"
)

// backends are the kinds of database, by the names that ptr.toml takes.
func backends() map[string]clone.Backend {
	all := map[string]clone.Backend{}
	for _, b := range []clone.Backend{sqlite.New()} {
		all[b.Name()] = b
	}
	return all
}

// known are the names that settings may have.
func known() config.Known {
	k := config.Known{Frameworks: []string{frameworkGo, frameworkCommand}, Backends: map[string][]string{}, CheckFact: facts.Check}
	for name, b := range backends() {
		strategies, _ := b.Strategies(clone.Template{})
		for _, s := range strategies {
			k.Backends[name] = append(k.Backends[name], s.Name())
		}
		slices.Sort(k.Backends[name])
	}
	return k
}

// BackendNames are those of all backends, sorted.
func BackendNames() []string { return slices.Sorted(maps.Keys(backends())) }

// Backend is the one called name.
func Backend(name string) (clone.Backend, error) {
	b, known := backends()[name]
	if !known {
		return nil, Usage(fmt.Errorf("unknown backend %q", name), "use one of "+strings.Join(BackendNames(), ", "))
	}
	return b, nil
}
