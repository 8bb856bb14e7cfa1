package app

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/suite"
)

// A podium has the slowest tests of a run. Several workers tell it at the same
// time.
type podium struct {
	places int

	mu      sync.Mutex
	slowest []suite.Attempt // the slowest first
}

func (p *podium) see(e suite.Event) {
	a, ok := e.(suite.Ended)
	if !ok || a.Parent != "" || p.places == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at, _ := slices.BinarySearchFunc(p.slowest, a.Duration, func(b suite.Attempt, d time.Duration) int { return cmp.Compare(d, b.Duration) })
	if at < p.places {
		a.Output, a.Statements = nil, nil
		p.slowest = slices.Insert(p.slowest, at, a.Attempt)
		p.slowest = p.slowest[:min(p.places, len(p.slowest))]
	}
}

func (p *podium) notes() []suite.Note {
	var notes []suite.Note
	for _, a := range p.slowest {
		notes = append(notes, suite.Note{Topic: "slow", Text: fmt.Sprintf("%s  %s", console.Seconds(a.Duration), a.Test)})
	}
	return notes
}

// timing says what came before the tests, and how long it took.
func (s *Session) timing(sets []housing.Set) []suite.Note {
	var notes []suite.Note
	for _, p := range s.phases {
		notes = append(notes, suite.Note{Topic: "timing", Text: fmt.Sprintf("%s  %s", console.Seconds(p.Duration), p.Name)})
	}
	for _, a := range sets {
		for _, p := range a.Template.Phases {
			notes = append(notes, suite.Note{Topic: "timing", Text: fmt.Sprintf("%s  template of %s: %s", console.Seconds(p.Took), a.Name(), p.Name)})
		}
	}
	return notes
}
