package bisect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A MatrixFinding is who affects whom among tests that can share a process.
type MatrixFinding struct {
	Tests    []suite.ID `json:"tests"`
	Affected []Finding  `json:"affected"` // of each test that ends otherwise in company, or not always alike

	Rounds int           `json:"rounds"`
	Runs   int           `json:"test_runs"`
	Wall   time.Duration `json:"expected_nanoseconds"`
}

// Numbers of a matrix: how often each test runs alone, and how many orders of all are run,
// half of which are the others reversed, so that of any two tests each is the first in half
// of them; and how many culprits of one test are heard.
const (
	lonely       = 2
	matrixOrders = 6
	mostOfOne    = 64
)

// Matrix finds out of all tests of the options' order who affects whom: which of them end
// otherwise in orders of all than alone, and then, for each of these, why. Where it is
// exhaustive, it looks for those by each ordered pair of tests, in a process of its own,
// which sees what tests in between would undo.
func Matrix(ctx context.Context, o Options, exhaustive bool) (MatrixFinding, error) {
	o.Victim, o.Most = "", mostOfOne
	s := newSearch(ctx, o)
	m := MatrixFinding{Tests: s.lab.Order}
	changed, err := s.looks(exhaustive)
	if err != nil {
		return m, err
	}
	for _, c := range changed {
		f, err := c.explain(ctx, o)
		if err != nil {
			return m, err
		}
		if len(f.Causes) > 0 || f.Kind != NotReproduced {
			m.Affected = append(m.Affected, f)
		}
		m.Rounds, m.Runs, m.Wall = m.Rounds+f.Rounds, m.Runs+f.Tests, m.Wall+f.Wall
	}
	m.Rounds, m.Runs, m.Wall = m.Rounds+s.lab.rounds, m.Runs+s.lab.tests, m.Wall+s.lab.wall
	return m, nil
}

// An Effort is what a round takes.
type Effort struct {
	Trials, Tests int
	Wall          time.Duration // expected, from the costs
}

// MatrixEffort is what [Matrix] takes at least, and about how much more for each test that
// others affect.
func MatrixEffort(o Options, exhaustive bool) (atLeast, each Effort) {
	s := newSearch(context.Background(), o)
	effort := func(trials []suite.Trial) (e Effort) {
		for _, t := range trials {
			e.Tests += len(t.Order)
		}
		e.Trials, e.Wall = len(trials), s.lab.length(trials)
		return e
	}
	atLeast = effort(s.matrixTrials(exhaustive))
	if len(s.lab.Order) < 2 {
		return atLeast, each
	}
	h := s.hunt(failed, s.lab.Order[1:])
	h.Victim = s.lab.Order[0]
	trials := append(h.trials(h.lanes(nil, h.candidates, s.lab.Workers)), s.classifying(nil)...)
	pair := suite.Trial{Order: suite.Order{h.candidates[0], h.Victim}}
	return atLeast, effort(append(trials, slices.Repeat([]suite.Trial{pair}, 2*firstPairs)...))
}

// matrixTrials are each test alone, and then orders of all, or all pairs.
func (s *search) matrixTrials(exhaustive bool) []suite.Trial {
	tests := s.lab.Order
	var trials []suite.Trial
	for _, id := range tests {
		trials = append(trials, slices.Repeat([]suite.Trial{{Order: suite.Order{id}}}, lonely)...)
	}
	if exhaustive {
		for _, a := range tests {
			for _, b := range tests {
				if a != b {
					trials = append(trials, suite.Trial{Order: suite.Order{a, b}})
				}
			}
		}
		return trials
	}
	order := slices.Clone(tests)
	for range matrixOrders / 2 {
		trials = append(trials, suite.Trial{Order: order}, suite.Trial{Order: order.Reversed()})
		order = slices.Clone(order)
		s.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return trials
}

// A look is how one test ended, alone and in company.
type look struct {
	test    suite.ID
	alone   suite.Count
	company suite.Count
	known   suite.Signature // of a failure, in company rather than alone
	before  suite.Order     // what had run before the first that ended otherwise
	rest    suite.Order
	guilty  []suite.ID // the one that had, each, where that was just one
}

// looks are those of tests that do not always end as they do alone.
func (s *search) looks(exhaustive bool) ([]look, error) {
	looks := make([]look, len(s.lab.Order))
	index := map[suite.ID]int{}
	for i, id := range s.lab.Order {
		looks[i].test, index[id] = id, i
	}
	trials := s.matrixTrials(exhaustive)
	method := fmt.Sprintf("each alone, and all in %d orders", matrixOrders)
	if exhaustive {
		method = "each alone, and all pairs"
	}
	_, err := s.lab.runAll(method, trials, func(i int, attempts []suite.Attempt) {
		for at, id := range trials[i].Order {
			if at < len(attempts) {
				looks[index[id]].see(trials[i].Order, at, attempts[at])
			}
		}
	})
	return slices.DeleteFunc(looks, func(l look) bool { return !l.otherwise() }), err
}

// see takes how the test ended at a position of an order. Those alone come first.
func (l *look) see(order suite.Order, at int, a suite.Attempt) {
	v := judge(suite.Signature{}, a)
	if len(order) == 1 {
		l.alone.Add(v)
	} else if at > 0 {
		l.company.Add(v)
	}
	if v == failed && l.known.Outcome == "" {
		l.known = suite.SignatureOf(a)
	}
	if at == 0 || v == unresolved || l.alone.Of() == 0 || (v == failed) == (l.alone.Passed == 0) {
		return
	}
	if at == 1 && len(order) == 2 && !slices.Contains(l.guilty, order[0]) {
		l.guilty = append(l.guilty, order[0])
	}
	if l.before == nil {
		l.before, l.rest = order[:at], order[at+1:]
	}
}

func (l look) otherwise() bool {
	return l.alone.Failed > 0 && l.alone.Passed > 0 || l.before != nil
}

// explain searches for what changes how the test ends.
func (l look) explain(ctx context.Context, o Options) (Finding, error) {
	told := o.Told
	o.Victim, o.Known = l.test, l.known
	o.Order, o.Others = append(slices.Clone(l.before), l.rest...), without(o.Order, []suite.ID{l.test})
	if told != nil {
		o.Told = func(r Round) {
			r.About = l.test
			told(r)
		}
	}
	if len(l.guilty) > 0 && len(l.guilty) <= mostOfOne {
		f, err := l.hear(ctx, o)
		if err != nil || len(f.Causes) > 0 {
			return f, err
		}
	}
	return Search(ctx, o)
}

// hear has those heard after which the test ended otherwise, each alone.
func (l look) hear(ctx context.Context, o Options) (Finding, error) {
	s := newSearch(ctx, o)
	kind, effect := Victim, failed
	if l.alone.Passed == 0 {
		kind, effect = Brittle, passed
	}
	h := s.hunt(effect, append(slices.Clone(s.lab.Order), s.lab.Others...))
	c := newChase(h)
	var sets [][]suite.ID
	for _, id := range l.guilty {
		sets = append(sets, []suite.ID{id})
	}
	if err := c.confirm(sets); err != nil {
		return Finding{}, err
	}
	s.alone = l.alone
	f := s.found(kind, c)
	s.complete(&f)
	return f, nil
}
