package app

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/ptr-project/ptr/causes"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// An outage hears what failures have in common that speak of something missing which tests
// need: no test is to blame, and it is said once. It is safe for concurrent use.
type outage struct {
	ear   causes.Ear
	unset *regexp.Regexp // says that a variable is

	mu   sync.Mutex
	said map[suite.ID]saying // by what each test failed with last
}

// A saying is a phrase of an outage, or the name of a variable, and the line that had it.
type saying struct{ phrase, line string }

func newOutage() *outage {
	return &outage{
		ear: causes.NewEar(), said: map[suite.ID]saying{},
		unset: regexp.MustCompile(`\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b.{0,60}?\b(?:not set|unset|not defined|required|must be set|missing|is empty)\b`),
	}
}

func (o *outage) see(e suite.Event) {
	end, ok := e.(suite.Ended)
	if !ok || end.Outcome.Good() || end.Cause == suite.Diagnosis {
		return
	}
	said := o.hear(end.Failure)
	if said.phrase == "" {
		said = o.hear(string(end.Output))
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if said.phrase == "" {
		said = o.said[end.Test] // what its subtests have said
	}
	o.said[end.Test] = said
	if end.Parent != "" && said.phrase != "" {
		o.said[end.Parent] = said
	}
}

func (o *outage) hear(text string) saying {
	if phrase, line := o.ear.Hear(text); phrase != "" {
		return saying{phrase, line}
	}
	if m := o.unset.FindStringSubmatch(text); m != nil {
		return saying{m[1], m[0]}
	}
	return saying{}
}

// notes tell of the outage that most failing tests speak of, if they are many. hint says
// what can be done about it.
func (o *outage) notes(r run.Result, hint string) []suite.Note {
	o.mu.Lock()
	defer o.mu.Unlock()
	lines := map[string][]string{} // by phrase, in the order of the failures
	most := ""
	for _, id := range r.Failed {
		if said := o.said[id]; said.phrase != "" {
			lines[said.phrase] = append(lines[said.phrase], said.line)
			if len(lines[said.phrase]) > len(lines[most]) {
				most = said.phrase
			}
		}
	}
	if len(lines[most]) < causes.ManyAtOnce {
		return nil
	}
	return []suite.Note{{Topic: "outage", Text: fmt.Sprintf("%d of %d failing tests miss the same: %s%s", len(lines[most]), len(r.Failed), lines[most][0], hint)}}
}

// unserved is what can be done where tests miss a server and ptr knows of no database.
func (p *performance) unserved() string {
	switch {
	case len(p.sets) > 0:
		return ""
	case p.Config.Framework == invocation.FrameworkGo:
		return "; if they want a database, ptr init looks for which, and ptr run then starts its server"
	}
	return "; if they want a database, name it in ptr.toml, and ptr run starts its server"
}
