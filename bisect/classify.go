package bisect

import (
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// fresh is how often the victim should run with nothing before it: when it passes each
// time, it fails in fewer than 22 % at 95 % confidence.
const fresh = 12

// repeated is how many of these runs go on: there it runs three times.
const repeated = 2

// classifying are the trials of the victim alone.
func (s *search) classifying(lanes []stretch) []suite.Trial {
	v := s.lab.Victim
	trials := slices.Repeat([]suite.Trial{{Order: suite.Order{v, v, v}}}, repeated)
	for len(lanes)+len(trials) < fresh {
		trials = append(trials, suite.Trial{Order: suite.Order{v}})
	}
	return trials
}

// classify counts, over all trials, what the victim does as the first test of a process,
// and right after itself.
func (s *search) classify() {
	s.alone, s.self, s.other = suite.Count{}, suite.Count{}, 0
	for _, r := range s.lab.readings {
		if len(r.checks) == 0 || r.checks[0].after > 0 {
			continue
		}
		s.alone.Add(r.first())
		if len(r.other) > 0 && r.first() == unresolved {
			s.other++
		}
		for i := 1; i < len(r.checks) && r.checks[i].after == 0 && r.first() == passed; i++ {
			s.self.Add(r.checks[i].verdict)
		}
	}
}

// unsteady reports whether the victim was seen to pass and to fail after exactly the
// same tests.
func (s *search) unsteady() bool {
	type past struct {
		hash uint64 // of what had run before it
		at   int
	}
	seen := map[past]verdict{}
	for _, r := range s.lab.readings {
		hash := fnv.New64a()
		next := 0
		for _, c := range r.checks {
			for ; next < c.at; next++ {
				fmt.Fprintln(hash, r.trial.Order[next])
			}
			p := past{hash.Sum64(), c.at}
			switch before := seen[p]; {
			case c.verdict == unresolved:
			case before == unresolved:
				seen[p] = c.verdict
			case before != c.verdict:
				return true
			}
		}
	}
	return false
}
