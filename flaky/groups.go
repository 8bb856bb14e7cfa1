package flaky

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A group is suspects that failed in one run, and so can be looked at in one trial.
type group struct {
	run   *Run
	trial suite.Trial
	cases []*heard
}

// groups covers suspects by few runs in which they failed: plain ones, in which they ran
// for the first time.
func (s *search) groups(suspects []*suspect) []*group {
	var groups []*group
	left := slices.Clone(suspects)
	for len(left) > 0 {
		members := map[*Run][]*heard{}
		for _, v := range left {
			for _, f := range v.failed {
				if trouble(f) == trouble(v.first) && f.run.Kind != Ordinary {
					members[f.run] = append(members[f.run], &heard{suspect: v, first: f.at})
				}
			}
		}
		run := s.widest(members)
		if run == nil { // all that is left failed in ordinary runs: each has its own lane
			for _, v := range left {
				trial := v.first.trial()
				groups = append(groups, &group{v.first.run, trial, []*heard{{suspect: v, first: len(trial.Order) - 1}}})
			}
			break
		}
		g := &group{run: run, cases: members[run]}
		last := 0
		for _, c := range g.cases {
			last = max(last, c.first)
			c.suspect.first = sighting{run, c.first}
		}
		g.trial = run.upTo(last)
		groups = append(groups, g)
		left = slices.DeleteFunc(left, func(v *suspect) bool { return v.first.run == run })
	}
	return groups
}

// widest is the run with most members, the first of several.
func (s *search) widest(members map[*Run][]*heard) *Run {
	var best *Run
	for _, r := range s.runs {
		if r != nil && len(members[r]) > 0 && (best == nil || len(members[r]) > len(members[best])) {
			best = r
		}
	}
	return best
}

// openOrders opens hearings for suspects that failed again in the order in which they had
// failed, against orders in which they passed; those that share both share a hearing.
func (s *search) openOrders(suspects []*suspect) {
	for _, g := range s.groups(suspects) {
		left := g.cases
		for len(left) > 0 {
			members := map[*Run][]*heard{}
			for _, c := range left {
				for _, p := range c.passed {
					if p.plain() {
						members[p.run] = append(members[p.run], &heard{suspect: c.suspect, first: c.first, second: p.at})
					}
				}
			}
			run := s.nearest(members)
			h := &hearing{would: OrderDependent, first: g.trial}
			if run == nil { // it passes alone only
				c := left[0]
				h.second = suite.Trial{Order: suite.Order{c.test}}
				h.add(c.suspect, c.first, 0)
				left = left[1:]
			} else {
				h.second = suite.Trial{Order: run.Trial.Order}
				taken := map[*suspect]bool{}
				for _, c := range members[run] {
					h.add(c.suspect, c.first, c.second)
					taken[c.suspect] = true
				}
				left = slices.DeleteFunc(left, func(c *heard) bool { return taken[c.suspect] })
			}
			s.hearings = append(s.hearings, h)
		}
	}
}

// nearest is the run in which most members passed, of several that in which they passed
// after about as many tests as they failed after.
func (s *search) nearest(members map[*Run][]*heard) *Run {
	var best *Run
	off := 0
	for _, r := range s.runs {
		if r == nil || len(members[r]) == 0 {
			continue
		}
		sum := 0
		for _, c := range members[r] {
			sum += max(c.first-c.second, c.second-c.first)
		}
		if best == nil || len(members[r]) > len(members[best]) || len(members[r]) == len(members[best]) && sum < off {
			best, off = r, sum
		}
	}
	return best
}

// openBrittle opens a hearing for a test that failed with nothing before it: against an
// order in which it passed.
func (s *search) openBrittle(v *suspect) {
	h := &hearing{would: Brittle, first: suite.Trial{Order: suite.Order{v.test}}}
	members := map[*Run][]*heard{}
	for _, p := range v.passed {
		if p.plain() {
			members[p.run] = []*heard{{suspect: v, first: 0, second: p.at}}
		}
	}
	run := s.nearest(members)
	if run == nil {
		v.decide(Undecided, "failed alone, and passed in ordinary runs only")
		return
	}
	h.second = suite.Trial{Order: run.Trial.Order}
	h.add(v, 0, members[run][0].second)
	s.hearings = append(s.hearings, h)
}
