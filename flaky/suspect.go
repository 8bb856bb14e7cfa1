package flaky

import (
	"cmp"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A suspect is a test that failed, and what is known of it.
type suspect struct {
	record
	first sighting // the failure that is looked into

	alone   suite.Count // with nothing before it
	crowded suite.Count // the same, while other trials ran: only if it failed then
	again   suite.Count // right after itself, where it had passed
	replays suite.Count // in the order in which it failed
	control suite.Count // in one in which it had passed

	fails, passes string // what luck dealt when it failed, and when it passed, with nothing before it; "" if neither

	beside [2]suite.Count // alone, while it runs on another worker too, and while all others do
	cases  []*heard
	kind   Kind
	why    string
}

// suspects are all tests that failed for no outage, those that fail in the order of CI
// first.
func (s *search) suspects() []*suspect {
	var found []*suspect
	for _, r := range s.records() {
		if len(r.failed) > 0 {
			found = append(found, &suspect{record: r, first: r.failure()})
		}
	}
	slices.SortStableFunc(found, func(a, b *suspect) int {
		return cmp.Compare(urgency(a.first), urgency(b.first))
	})
	return found
}

// failure is the one to look into: plain if there is such a one, without others beside it,
// of a test that ran for the first time in its process, and with little before it.
func (r record) failure() sighting {
	return slices.MinFunc(r.failed, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(trouble(a), trouble(b)), cmp.Compare(a.at, b.at))
	})
}

// trouble is how much there is about a failure beyond plain orders.
func trouble(f sighting) int {
	switch {
	case f.run.Condition != "":
		return 4
	case len(f.run.Trial.Beside) > 0:
		return 3
	case f.repeated():
		return 2
	case f.run.Kind == Ordinary:
		return 1
	}
	return 0
}

// repeated reports whether the test had run before in the same run.
func (f sighting) repeated() bool {
	order := f.run.Trial.Order
	return slices.Contains(order[:f.at], order[f.at])
}

// urgency is lower for what CI would see.
func urgency(f sighting) int {
	if f.run.Condition == "" && f.run.Kind.Natural() {
		return 0
	}
	return 1 + trouble(f)
}

// open reports whether nothing is decided yet.
func (v *suspect) open() bool { return v.kind == "" }

// contrary reports whether it was seen to fail and to pass with the same tests before it.
func (v *suspect) contrary() bool {
	return v.replays.Passed > 0 || v.control.Failed > 0 || v.alone.Failed > 0 && v.alone.Passed > 0 ||
		v.crowded.Failed > 0 && v.crowded.Passed+v.alone.Passed > 0
}

func (v *suspect) decide(k Kind, why string) { v.kind, v.why = k, why }

// only reports whether all failures are so.
func (r record) only(so func(sighting) bool) bool {
	return !slices.ContainsFunc(r.failed, func(f sighting) bool { return !so(f) })
}

// plainly reports whether it passed in a plain run.
func (r record) plainly() bool {
	return slices.ContainsFunc(r.passed, func(p sighting) bool { return p.run.Condition == "" })
}

// trialsAlone are those of a test with nothing before it but itself.
func trialsAlone(id suite.ID) []suite.Trial {
	one, two := suite.Trial{Order: suite.Order{id}}, suite.Trial{Order: suite.Order{id, id}}
	return []suite.Trial{one, two, two}
}
