package bisect

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// asOften is how often each of several tests runs alone to see whether they all always fail.
const asOften = 3

// alwaysFail asks of other tests whether they always fail, too, in the same way: each runs
// alone, and behind others in processes that start anew. Who passes somewhere is no party,
// and searched for by itself.
func alwaysFail(ctx context.Context, found Finding, others []Options) (Shared, error) {
	var sharers []*sharer
	var victims []suite.ID
	alone := make([][]suite.Trial, len(others))
	for i, o := range others {
		s := newSharer(ctx, o, found)
		if sharers = append(sharers, s); o.Known.Outcome == found.Outcome {
			victims = append(victims, s.lab.Victim)
			alone[i] = slices.Repeat([]suite.Trial{s.behind(nil)}, asOften)
		}
	}
	if len(victims) == 0 {
		return Shared{}, nil
	}
	whole := others[0]
	whole.Victim = ""
	l := newSearch(ctx, whole).lab
	if _, err := l.joint("the others alone", sharers, alone); err != nil {
		return Shared{}, err
	}
	err := l.amid(found, sharers, victims)
	shared := Shared{Rounds: l.rounds, Tests: l.tests}
	for _, s := range sharers {
		s.classify()
		f := s.finding(AlwaysFails)
		s.complete(&f)
		shared.Parties = append(shared.Parties, Party{f.Seen.Passed == 0 && s.alone.Failed == asOften && f.Seen.Failed > asOften, f, s.lab.accusations})
	}
	return shared, err
}

// amid runs victims amid all other tests, and once more without those that ended their
// processes, since nothing shows behind these.
func (l *lab) amid(found Finding, sharers []*sharer, victims []suite.ID) error {
	apart := append([]suite.ID{found.Victim}, victims...)
	for _, s := range sharers {
		if ends(s.lab.Known.Outcome) {
			apart = append(apart, s.lab.Victim)
		}
	}
	for known := -1; known < len(l.deadly()); {
		known = len(l.deadly())
		company := without(append(slices.Clone(l.Order), l.Others...), append(l.deadly(), apart...))
		orders := companies(without(l.AllEarlier, l.deadly()), company, without(victims, l.deadly()), ends(found.Outcome))
		_, err := l.runAll("amid all others", orders, func(i int, attempts []suite.Attempt) {
			for _, s := range sharers {
				s.lab.readings = append(s.lab.readings, s.lab.read(orders[i], attempts))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ends reports whether an outcome is the end of a process.
func ends(o suite.Outcome) bool { return o == suite.Crash || o == suite.Timeout }

// companies are orders of a company, forward and backward, with one of the victims after each
// in turn; or each victim behind one of these, if it ends its process.
func companies(first, company suite.Order, victims []suite.ID, dies bool) []suite.Trial {
	ways := []suite.Order{company, company.Reversed()}
	var trials []suite.Trial
	if len(victims) == 0 {
		return nil
	}
	add := func(order suite.Order) {
		trials = append(trials, suite.Trial{Order: append(slices.Clone(first), order...), Anew: true})
	}
	if !dies {
		add(between(ways[0], victims))
		add(between(ways[1], victims))
		return trials
	}
	for i, victim := range victims {
		add(append(slices.Clone(ways[i%len(ways)]), victim))
	}
	return trials
}

// between is an order with one of the victims after each of the others in turn, and all of
// them at its end.
func between(company suite.Order, victims []suite.ID) suite.Order {
	var order suite.Order
	for i, id := range company {
		order = append(order, id, victims[i%len(victims)])
	}
	return append(order, victims...)
}
