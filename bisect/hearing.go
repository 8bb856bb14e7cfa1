package bisect

import (
	"math"
	"slices"
	"time"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// A hearing decides on an accusation: that the victim ends with the effect because of a
// set of tests. It compares pairs, in fresh processes: the victim after the set, and
// after a placebo, as many other tests that take as long. Without it an innocent would
// be convicted wherever any company does.
type hearing struct {
	*hunt
	before  []suite.ID // what runs first in each trial: only cleaners are heard so
	set     []suite.ID
	beside  bool              // the set runs on another worker
	alone   suite.Count       // then: how the victim ended beside none
	needs   float64           // the e-value that convicts
	accused func() []suite.ID // in this search, guilty or not: none of them is a placebo
	instead func() []suite.ID // the placebo, if it is not other tests
	without suite.Count
	with    suite.Count
	run     int  // pairs, with those that say nothing
	steady  bool // the set is to have the effect each time: else what was narrowed down to it was luck in part
	lucky   bool // it has not
	pro     int  // that speak for the effect
	contra  int
}

// hear begins a hearing. accusation is its number in this search, from 1: the more are
// heard, the more each of them has to be sure for all to be.
//
// Source: sum over j of α/(2j(j+1)) = α/2, so that of all accusations of a search at most
// that share is wrong: half of what is promised, lest it be exceeded where it is measured.
func (h *hunt) hear(before, set []suite.ID, accusation int, accused func() []suite.ID) *hearing {
	return &hearing{hunt: h, before: before, set: set, needs: 2 * float64(accusation*(accusation+1)) / h.Alpha, accused: accused}
}

// Numbers of pairs: of the first round; after which nothing for the effect, or little,
// ends a hearing; of other rounds, and of all, at most.
const (
	firstPairs   = 12
	nothingPairs = 16
	littlePairs  = 40
	mostAtOnce   = 24
	mostPairs    = 160
)

// steadily is in how many of its first runs a set has the effect that is to have it each time.
const steadily = 8

func (h *hearing) pairs() int { return h.with.Of() }

func (h *hearing) eValue() float64 { return stats.PairEValue(h.pro, h.contra) }

func (h *hearing) convicted() bool { return !h.lucky && h.eValue() >= h.needs }

// whoever reports whether it is not the set: others that run beside the victim do the same,
// and it does not end so beside none.
//
// What it did beside none was seen before, in as many processes at least, so that both make
// pairs.
func (h *hearing) whoever() bool {
	return !h.convicted() && h.pairs() >= firstPairs && 4*h.without.Failed >= h.without.Of() && h.againstNone() >= h.needs
}

// againstNone is the e-value of the victim's ends beside the set, and beside none.
func (h *hearing) againstNone() float64 {
	n := min(h.pairs(), h.alone.Of())
	if h.alone.Failed > 0 || n == 0 {
		return 0
	}
	return stats.PairEValue(h.with.Failed*n/h.pairs(), 0)
}

// over reports whether more pairs would not help.
func (h *hearing) over() bool {
	n := h.pairs()
	return h.convicted() || h.lucky || h.whoever() || h.run >= mostPairs || n >= nothingPairs && h.pro <= h.contra || n >= littlePairs && h.pro < 4
}

// trials are the next pairs.
func (h *hearing) trials() []suite.Trial {
	n := firstPairs
	if h.pairs() > 0 {
		n = min(mostAtOnce, max(4, h.missing()))
	}
	var trials []suite.Trial
	for range min(n, mostPairs-h.run) {
		trials = append(trials, h.trialAfter(h.set), h.trialAfter(h.placebo()))
	}
	return trials
}

// missing is how many pairs it takes yet, if it goes on like this.
func (h *hearing) missing() int {
	share := max(0.1, float64(h.pro-h.contra)/float64(h.pairs()))
	convicting := math.Log2(h.needs) // so many, none of them against it: each doubles the evidence
	return int(math.Ceil((convicting - float64(h.pro-h.contra)) / share))
}

// more is how many rounds will follow the next, if it goes on like this.
func (h *hearing) more() int {
	if h.pairs() == 0 {
		return 0
	}
	return max(0, min(h.missing(), mostPairs-h.run)-1) / mostAtOnce
}

func (h *hearing) trialAfter(set []suite.ID) suite.Trial {
	if h.beside && len(set) > 0 {
		return suite.Trial{Order: suite.Order{h.Victim}, Beside: []suite.Order{set}}
	}
	return suite.Trial{Order: append(slices.Concat(h.before, set), h.Victim)}
}

// placebo is a set of innocent tests, as many as are accused, and about as long.
func (h *hearing) placebo() []suite.ID {
	if h.instead != nil {
		return h.instead()
	}
	innocent := without(h.candidates, slices.Concat(h.set, h.accused(), h.deadly()))
	if len(innocent) == 0 {
		return nil
	}
	var wanted, got time.Duration
	for _, id := range h.set {
		wanted += h.Cost(id)
	}
	var chosen []int
	for _, i := range h.random.Perm(len(innocent)) {
		if len(chosen) >= len(h.set) && (got >= wanted || len(chosen) >= 4*len(h.set)) {
			break
		}
		chosen = append(chosen, i)
		got += h.Cost(innocent[i])
	}
	slices.Sort(chosen) // kinds come in their order
	var placebo []suite.ID
	for _, i := range chosen {
		placebo = append(placebo, innocent[i])
	}
	return placebo
}

// hear takes what the trials have shown, in the same order.
func (h *hearing) hear(readings []reading) {
	h.run += len(readings) / 2
	for pair := range slices.Chunk(readings, 2) {
		with, placebo := pair[0].last(), pair[1].last()
		if with == unresolved || placebo == unresolved {
			continue // the pair says nothing
		}
		h.lucky = h.lucky || h.steady && with != h.effect && h.with.Of() < steadily
		h.with.Add(with)
		h.without.Add(placebo)
		switch {
		case with == h.effect && placebo != h.effect:
			h.pro++
		case with != h.effect && placebo == h.effect:
			h.contra++
		}
	}
}

// cause is what the hearing has found out.
func (h *hearing) cause() Cause {
	c := Cause{Tests: h.set, With: h.with, Without: h.without, EValue: h.eValue()}
	if h.whoever() {
		c.EValue = h.againstNone()
	}
	return c
}
