package app

import (
	"slices"

	"github.com/ptr-project/ptr/perturb"
)

// ChoiceFlags are the names of flags that take one of a few names.
func ChoiceFlags() []string {
	return []string{"backend", "flaky", "framework", "isolation", "order", "perturb", "start-method", "storage", "strategy"}
}

// Choices are what such a flag takes, as far as that can be listed.
func Choices(flag string) []string {
	switch flag {
	case "backend":
		return BackendNames()
	case "flaky":
		return []string{"pass", "fail"}
	case "framework":
		return known().Frameworks
	case "isolation":
		return []string{"none", "verify", "restore"}
	case "order":
		return []string{"source", "reverse", "shuffle", "file:"}
	case "perturb":
		return perturb.Names()
	case "start-method":
		return []string{"spawn", "fork"}
	case "storage":
		return []string{"auto", "memory", "disk"}
	case "strategy":
		return allStrategies()
	}
	return nil
}

// allStrategies are those of all backends, sorted.
func allStrategies() []string {
	all := []string{"auto"}
	for _, some := range known().Backends {
		all = append(all, some...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
