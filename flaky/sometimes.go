package flaky

import (
	"context"
	"math"
	"slices"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// What makes one think that a test which fails and passes in the same order does so of
// company that works only sometimes: it never fails alone, so often that failing so
// often in orders is hardly luck.
const (
	hardlyLuck  = 0.02
	mostAlone   = 130 // so often at most it runs alone for that
	quietEnough = 60  // so often before the order in which it failed is run again and again
	fewReplays  = 6   // of that, without another failure
	mostReplays = 12
	missed      = 0.02 // the probability of leaving out the half that has the culprit
	leastTries  = 3
	mostTries   = 14
)

// chaseSometimes goes after what makes tests fail that were called nondeterministic, and
// never fail alone. A hearing decides: if nobody is convicted, they stay what they are.
func (s *search) chaseSometimes() error {
	s.certain = s.Now().Sub(s.began)
	for _, step := range []func() error{s.runLonger, s.replayLonger, s.runLonger} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, v := range s.found {
		if !s.worthwhile() || !v.quietAlone() || v.luck(v.alone.Of()) > hardlyLuck {
			continue
		}
		c := &chase{suspect: v, effect: failed, candidates: s.alwaysBefore(v)}
		if err := s.halve(c); err != nil {
			return err
		}
		if c.found {
			s.openCulprit(c)
		}
	}
	return nil
}

// quietAlone reports whether a test is nondeterministic so far, and passes whenever nothing
// runs before it.
func (v *suspect) quietAlone() bool {
	return v.kind == Nondeterministic && v.alone.Failed == 0 && v.alone.Passed > 0 && v.first.run.Condition == "" &&
		v.beside[0].Failed+v.beside[1].Failed == 0 && v.decisive() == nil
}

// luck is the probability that all failures of a test fall on runs of orders, of these and
// so many runs alone, if it made no difference.
func (v *suspect) luck(alone int) float64 {
	k, n := v.inOrders()
	k, n = k+v.replays.Failed, n+v.replays.Of()
	return stats.Shared(n+alone, n, k, k)
}

// tooRare reports whether a test failed in so few orders that no number of runs alone tells
// whether that was luck.
func (v *suspect) tooRare() bool { return v.luck(mostAlone) > hardlyLuck }

// inOrders are the runs of plain orders in which a test failed, of those that say something.
func (v *suspect) inOrders() (failed, of int) {
	for _, f := range v.failed {
		if f.run.Condition == "" {
			failed++
		}
	}
	for _, p := range v.passed {
		if p.run.Condition == "" {
			of++
		}
	}
	return failed, of + failed
}

// runLonger runs tests alone until it is seen whether company matters or, where that can't
// be seen so, that they hardly ever fail alone.
func (s *search) runLonger() error {
	for s.worthwhile() {
		var asked []*suspect
		for _, v := range s.found {
			most := mostAlone
			if v.tooRare() {
				most = quietEnough
			}
			if n := v.alone.Of(); v.quietAlone() && n < most && v.luck(n) > hardlyLuck {
				asked = append(asked, v)
			}
		}
		if len(asked) == 0 {
			break
		}
		if err := s.aloneAgain(asked, atOnce); err != nil {
			return err
		}
	}
	return nil
}

// replayLonger runs the orders again in which tests failed that do so too rarely, until they
// have failed often enough, or seem not to any more.
func (s *search) replayLonger() error {
	for range mostReplays {
		var asked []*suspect
		for _, v := range s.found {
			n := v.replays.Of()
			if v.quietAlone() && v.tooRare() && n < mostReplays && (v.replays.Failed > 0 || n < fewReplays) {
				asked = append(asked, v)
			}
		}
		if len(asked) == 0 || !s.worthwhile() {
			break
		}
		p := s.places()
		for _, v := range asked {
			trial := v.first.trial()
			p.start(1, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, "", trial)
				s.mu.Lock()
				defer s.mu.Unlock()
				if err == nil {
					v.replays.Add(s.verdicts(trial.Order, attempts)(len(trial.Order) - 1))
				}
				return err
			})
		}
		if err := p.wait(); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is how often each test runs until it is asked whether that is enough.
const atOnce = 4

// worthwhile reports whether there is time to look for what works only sometimes, which may
// take as long as all that has been done before.
func (s *search) worthwhile() bool {
	return !s.out(0) && s.Now().Sub(s.began) <= 2*s.certain
}

// alwaysBefore are the tests that ran before a test whenever it failed, in the order of the
// shortest of these runs.
func (s *search) alwaysBefore(v *suspect) suite.Order {
	var left suite.Order
	for _, f := range v.failed {
		if f.run.Condition != "" || f.repeated() {
			continue
		}
		order := f.trial().Order
		before := order[:len(order)-1]
		if left == nil {
			left = slices.Clone(before)
			continue
		}
		in := make(map[suite.ID]bool, len(before))
		for _, id := range before {
			in[id] = true
		}
		left = slices.DeleteFunc(left, func(id suite.ID) bool { return !in[id] })
	}
	return left
}

// halve goes on with the half after which a test fails more often, each run so many times
// that hardly any culprit is missed which works as often as was seen.
func (s *search) halve(c *chase) error {
	k, n := c.inOrders()
	tries := int(math.Ceil(math.Log(missed) / math.Log(1-min(0.9, float64(k)/float64(n)))))
	tries = max(leastTries, min(mostTries, tries))
	for len(c.candidates) > 1 {
		halves := c.parts(2)
		var failing [2]int
		p := s.places()
		for i := range 2 * tries {
			if !s.worthwhile() {
				return p.wait()
			}
			trial := suite.Trial{Order: append(slices.Clone(halves[i%2]), c.test)}
			p.start(1, func(ctx context.Context) error {
				attempts, err := s.replay(ctx, "", trial)
				s.mu.Lock()
				defer s.mu.Unlock()
				if err == nil && s.verdicts(trial.Order, attempts)(len(trial.Order)-1) == failed {
					failing[i%2]++
				}
				return err
			})
		}
		if err := p.wait(); err != nil {
			return err
		}
		switch {
		case failing == [2]int{}:
			c.lost = true
			return nil
		case failing[1] >= failing[0]:
			c.candidates = halves[1]
		default:
			c.candidates = halves[0]
		}
	}
	c.found = len(c.candidates) == 1
	return nil
}
