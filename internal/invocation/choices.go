package invocation

import (
	"slices"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/perturb"
)

// Choices are, by the name of a flag, what it takes, as far as that can be listed.
func Choices() map[string][]string {
	known := Known()
	return map[string][]string{
		"backend":      backends.Names(),
		"flaky":        {"pass", "fail"},
		"framework":    known.Frameworks,
		"isolation":    config.Isolations(),
		"order":        {"source", "reverse", "shuffle", "file:"},
		"perturb":      perturb.Names(),
		"start-method": startMethods,
		"storage":      config.Storages(),
		"strategy":     allStrategies(known),
	}
}

// allStrategies are those of all backends, sorted.
func allStrategies(known config.Known) []string {
	all := []string{"auto"}
	for _, some := range known.Backends {
		all = append(all, some...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
