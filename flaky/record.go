package flaky

import "github.com/ptr-project/ptr/suite"

// A sighting is where a test failed, or passed.
type sighting struct {
	run *Run
	at  int
}

// trial leads to it.
func (s sighting) trial() suite.Trial { return s.run.upTo(s.at) }

// failure is the attempt that failed.
func (s sighting) attempt() suite.Attempt { return s.run.Attempts[s.at] }

// A record is what runs showed of one test: one sighting of each run in which it failed or
// else passed, the first.
type record struct {
	test   suite.ID
	failed []sighting
	passed []sighting
}

// records are those of all tests, by their index. Failures that are put down to outages
// are left out.
func (s *search) records() []record {
	all := make([]record, len(s.Tests))
	for i, t := range s.Tests {
		all[i].test = t.ID
	}
	for _, r := range s.runs {
		if r == nil {
			continue
		}
		bad, good := map[int]int{}, map[int]int{}
		for i := range r.Attempts {
			t := s.index[r.Trial.Order[i]]
			switch r.verdict(i) {
			case failed:
				if _, ok := bad[t]; !ok {
					bad[t] = i
				}
			case passed:
				if _, ok := good[t]; !ok {
					good[t] = i
				}
			}
		}
		for t, at := range bad {
			all[t].failed = append(all[t].failed, sighting{r, at})
		}
		for t, at := range good {
			if _, ok := bad[t]; !ok {
				all[t].passed = append(all[t].passed, sighting{r, at})
			}
		}
	}
	return all
}
