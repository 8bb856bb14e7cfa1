package bisect

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A hunt looks for tests that change how the victim ends: from passing to failing or,
// for a brittle, the other way.
type hunt struct {
	*lab
	random     *rand.Rand
	effect     verdict
	candidates []suite.ID
	shaky      bool // an effect came and went: there is luck in it
	once       bool // the victim's own runs count: it may run only once in a process
	behind     bool // it can't run between the candidates, which stay in their order
}

// A stretch is candidates that run one after the other, behind some that are fixed,
// with the victim after every so many of them.
type stretch struct {
	before []suite.ID
	tests  []suite.ID
	every  int
}

// trial is the order of a stretch. The victim comes before its tests too, so that a
// change is seen to be one.
func (h *hunt) trial(s stretch) suite.Trial {
	order := slices.Clone(s.before)
	if h.once || h.behind {
		return suite.Trial{Order: append(append(order, s.tests...), h.Victim)}
	}
	order = append(order, h.Victim)
	for block := range slices.Chunk(s.tests, max(1, s.every)) {
		order = append(append(order, block...), h.Victim)
	}
	return suite.Trial{Order: order}
}

func (h *hunt) trials(stretches []stretch) []suite.Trial {
	var trials []suite.Trial
	for _, s := range stretches {
		trials = append(trials, h.trial(s))
	}
	return trials
}

// A flip is where the effect began in a stretch: with tests[from:to].
type flip struct {
	stretch
	from, to int
	steady   bool // all that could be seen later was the effect, too
}

// flip finds where the effect began; ok is false if it didn't.
func (h *hunt) flip(s stretch, r reading) (f flip, ok bool) {
	f = flip{stretch: s, steady: true}
	for _, c := range r.checks {
		tests := c.after - len(s.before)
		switch {
		case c.verdict == unresolved:
		case c.verdict == h.effect && !ok:
			f.to, ok = tests, true
		case c.verdict == h.effect:
		case ok:
			f.steady = false
		default:
			f.from = tests
		}
	}
	return f, ok
}

// lanes deals tests, in their order, to at most n stretches of equal cost.
func (h *hunt) lanes(before, tests []suite.ID, n int) []stretch {
	var all []stretch
	for _, part := range h.shares(tests, n) {
		length := len(part)
		if n > h.Workers {
			length = len(tests) / h.Workers // several are one worker's
		}
		all = append(all, stretch{before, part, h.spacing(length)})
	}
	return all
}

// spread is to how many lanes n tests are dealt in the first round. Of the victim alone a
// dozen runs are wanted, and the first of each lane is one: so where workers are few they
// get several lanes each, which balances what is not known of costs, and leaves less to
// chain again behind a flip. In each lane the victim runs twice at least behind others.
func (h *hunt) spread(n int) int {
	each := max(1, (fresh-repeated)/h.Workers)
	for each > 1 && n/(each*h.Workers) < 2*h.spacing(n/h.Workers) {
		each--
	}
	return each * h.Workers
}

// spacing is after how many of n tests of a lane the victim runs. More often costs
// more now; less often leaves more candidates, after each of which it runs next.
//
// With m runs in a lane the two rounds take n + m·v and n/(m·W)·(1+v), in tests, for a
// victim that takes as long as v tests; that is least for m = √(n·(1+v)/(v·W)).
func (h *hunt) spacing(n int) int {
	if n == 0 {
		return 1
	}
	v := h.relative(h.Cost(h.Victim))
	m := math.Sqrt(float64(n) * (1 + v) / (v * float64(h.Workers)))
	return max(1, int(math.Ceil(float64(n)/max(1, math.Round(m)))))
}

// relative is what so much time is, in tests.
func (h *hunt) relative(cost time.Duration) float64 {
	if len(h.candidates) == 0 {
		return 1
	}
	var sum float64
	for _, id := range h.candidates {
		sum += float64(h.Cost(id))
	}
	return max(0.01, float64(cost)*float64(len(h.candidates))/max(1, sum))
}

// shares cuts tests into at most n parts that cost about the same.
func (h *hunt) shares(tests []suite.ID, n int) [][]suite.ID {
	sums := make([]float64, 1, len(tests)+1)
	for i, id := range tests {
		sums = append(sums, sums[i]+float64(max(1, h.Cost(id))))
	}
	var parts [][]suite.ID
	from := 0
	for i := range n {
		to := sort.Search(len(tests), func(j int) bool { return sums[j+1]*float64(n) > sums[len(tests)]*float64(i+1) })
		if to > from {
			parts = append(parts, tests[from:to])
		}
		from = max(from, to)
	}
	return parts
}

// split cuts tests into at most n parts of about the same number.
func split(tests []suite.ID, n int) [][]suite.ID {
	n = min(n, len(tests))
	var parts [][]suite.ID
	for i := range n {
		parts = append(parts, tests[i*len(tests)/n:(i+1)*len(tests)/n])
	}
	return parts
}

// without are the tests that are not among those.
func without(tests, those []suite.ID) []suite.ID {
	gone := make(map[suite.ID]bool, len(those))
	for _, id := range those {
		gone[id] = true
	}
	return slices.DeleteFunc(slices.Clone(tests), func(id suite.ID) bool { return gone[id] })
}
