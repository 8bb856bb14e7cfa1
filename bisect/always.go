package bisect

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// asOften is how often each of several tests runs alone to see whether they all always fail.
const asOften = 3

// alwaysFail asks of other tests whether they always fail, too: each runs alone, and all run
// between the tests of the order, forward and backward, one after each in turn, in processes
// that start anew. Who passes somewhere is no party, and searched for by itself; so is who
// ends another way, since nothing runs behind a test that ends its process.
func alwaysFail(ctx context.Context, found Finding, others []Options) (Shared, error) {
	if found.Outcome == suite.Crash || found.Outcome == suite.Timeout {
		return Shared{}, nil
	}
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
	company := slices.DeleteFunc(append(slices.Clone(l.Order), l.Others...), func(id suite.ID) bool { return slices.Contains(victims, id) })
	forward := between(company, victims)
	slices.Reverse(company)
	orders := []suite.Trial{{Order: forward, Anew: true}, {Order: between(company, victims), Anew: true}}
	_, err := l.runAll("between all others", orders, func(i int, attempts []suite.Attempt) {
		for _, s := range sharers {
			s.lab.readings = append(s.lab.readings, s.lab.read(orders[i], attempts))
		}
	})
	shared := Shared{Rounds: l.rounds, Tests: l.tests}
	for _, s := range sharers {
		s.classify()
		f := s.finding(AlwaysFails)
		s.complete(&f)
		shared.Parties = append(shared.Parties, Party{f.Seen.Passed == 0 && s.alone.Failed == asOften && f.Seen.Failed > asOften, f, s.lab.accusations})
	}
	return shared, err
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
