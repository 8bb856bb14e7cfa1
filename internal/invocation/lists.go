package invocation

import (
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/program"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/facts"
)

// The frameworks, by the names that --framework takes.
const (
	FrameworkGo      = "go"
	FrameworkCommand = "command"
	FrameworkWorker  = program.Name
)

// Known are the names that settings may have.
func Known() config.Known {
	k := config.Known{Frameworks: []string{FrameworkGo, FrameworkCommand, FrameworkWorker}, Backends: map[string][]string{}, CheckFact: facts.Check}
	for _, face := range python.Faces {
		k.Frameworks = append(k.Frameworks, string(face))
	}
	for _, b := range backends.Unhosted() {
		name := b.Name()
		if b.Shares() {
			k.Servers = append(k.Servers, name)
		}
		strategies, _ := b.Strategies(clone.Template{})
		for _, s := range strategies {
			k.Backends[name] = append(k.Backends[name], s.Name())
		}
		slices.Sort(k.Backends[name])
	}
	return k
}
