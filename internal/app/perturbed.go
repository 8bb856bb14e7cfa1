package app

import (
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/suite"
)

// ground is what the suite is run on, as far as is known.
func (s *Session) ground() perturb.Ground {
	g := perturb.Ground{
		Framework: s.Config.Framework, Python: s.InPython(), System: runtime.GOOS, Own: true,
		Django: s.Config.Framework == "django" || s.Config.Framework == "runtests",
	}
	for _, d := range s.Config.Databases {
		if !slices.Contains(g.Backends, d.Backend) {
			g.Backends = append(g.Backends, d.Backend)
		}
		g.Own = g.Own && d.Server == ""
		g.Django = g.Django || g.Python && d.Stamp != "" // the suite has said itself what it needs
	}
	g.Own = g.Own && !s.crowded
	return g
}

// inForce are the perturbations that are done, and why the others are not, once the suite
// is listed and its databases are known.
func (s *Session) inForce() (perturb.Choices, []perturb.Skipped) {
	here, skipped := s.asked.On(s.ground())
	unable := map[string]string{}
	if f, ok := s.Framework.(framework.Perturbed); ok {
		maps.Copy(unable, f.Unable())
	}
	here = slices.DeleteFunc(here, func(c perturb.Choice) bool {
		why := unable[c.Name]
		if why != "" {
			skipped = append(skipped, perturb.Skipped{Choice: c, Why: why})
		}
		return why != ""
	})
	return here, skipped
}

// Condition is what the history knows of them.
func (s *Session) Condition() string {
	here, _ := s.inForce()
	return here.String()
}

// Perturbed are those in force, for reports.
func (s *Session) Perturbed() []suite.Perturbed {
	var all []suite.Perturbed
	here, _ := s.inForce()
	for _, c := range here {
		all = append(all, suite.Perturbed{By: c.String(), Means: c.Means})
	}
	return all
}

// Unperturbed says of each that can't be done here why.
func (s *Session) Unperturbed() []suite.Event {
	var all []suite.Event
	_, skipped := s.inForce()
	for _, c := range skipped {
		all = append(all, suite.Warned{Text: fmt.Sprintf("perturbation %s is skipped: %s", c.Choice, c.Why)})
	}
	return all
}

// perturbedEnv are variables of processes that run tests.
func (s *Session) perturbedEnv() []string {
	here, _ := s.asked.On(s.ground())
	return here.Env(s.Config.Seed)
}
