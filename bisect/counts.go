package bisect

import (
	"math"
	"math/bits"
	"slices"

	"github.com/ptr-project/ptr/stats"
	"github.com/ptr-project/ptr/suite"
)

// patience is for how many runs of all candidates random chains look for a suspect, where
// the victim sometimes fails by itself, or a polluter works only sometimes; and
// shortPatience for how many tests where there are few candidates.
const (
	patience      = 4
	shortPatience = 1000
)

// noisy goes after tests that make the victim fail more often, by counts: how it ended
// after each candidate had run, and where it had not. If none is found, but that it has
// run before makes it fail, then that is the answer.
func (s *search) noisy(h *hunt) (Finding, error) {
	s.lab.why = "it fails now and then: after whom more often?"
	c := newChase(h)
	itself, err := s.count(h, c, nil)
	if err == nil && len(c.causes) == 0 {
		err = s.countEarlier(c, itself)
	}
	if err != nil {
		return Finding{}, err
	}
	s.classify()
	switch {
	case len(c.causes) > 0:
		f := s.found(Victim, c)
		f.Itself = itself
		return f, nil
	case itself != nil:
		// The others are innocent, as far as can be seen: now they can be its placebo.
		err = c.confirm([][]suite.ID{{h.Victim}})
	}
	switch {
	case err != nil:
		return Finding{}, err
	case len(c.causes) > 0:
		return s.found(NonIdempotent, c), nil
	case s.finding(Nondeterministic).Seen.Failed == 0:
		return s.finding(NotReproduced), nil
	}
	return s.found(Nondeterministic, c), nil
}

// count runs chains in random orders of the candidates that remain likely, until few are,
// and has these heard, until one is guilty or patience is over. itself is what the victim's
// own runs do to it, if they do something, and known if that was heard before.
func (s *search) count(h *hunt, c *chase, known *Cause) (itself *Cause, err error) {
	likely := h.candidates
	refused := map[suite.ID]bool{}
	itself = known
	heard := h.behind // what its own runs do
	for left := h.patience(itself); left > 0 && len(refused) < len(h.candidates); {
		if !heard && (h.once || h.seemsToPolluteItself()) {
			heard = true
			if itself, err = s.itself(h); err != nil || h.once && itself.With.Passed == 0 {
				return itself, err
			}
			likely, left = h.candidates, h.patience(itself)
		}
		trials := h.trials(h.shuffled(likely))
		for _, t := range trials {
			left -= len(t.Order)
		}
		h.left = 1 + bits.Len(uint(len(likely))/8) // each leaves half of them, and then few are heard
		if _, err := h.run("random chains", trials); err != nil {
			return nil, err
		}
		if h.exonerated() {
			break
		}
		likely = credible(h.ranked(refused), 0.999)
		if len(likely) > max(4, h.Workers/2) {
			continue
		}
		var sets [][]suite.ID
		for _, id := range likely[:min(len(likely), 2)] {
			sets = append(sets, []suite.ID{id})
			refused[id] = true
		}
		if err := c.confirm(sets); err != nil || len(c.causes) > 0 {
			return itself, err
		}
		likely = h.candidates
	}
	return itself, nil
}

// countEarlier does so with tests of kinds that come first, and those of its own, with which
// they may be needed: the victim runs behind all of a process, so that each run tells less.
func (s *search) countEarlier(c *chase, itself *Cause) error {
	if len(s.lab.Earlier) == 0 || itself != nil && itself.With.Passed == 0 {
		return nil
	}
	s.lab.why = "is it after one of a kind that comes first in a process?"
	c.hunt = s.hunt(failed, slices.Concat(s.lab.Earlier, s.lab.Order))
	c.behind, c.once = true, itself != nil
	_, err := s.count(c.hunt, c, itself)
	return err
}

// patience is how many tests count may take. Where the victim's own runs have an effect
// now and then, each candidate runs so often before it that one with the same effect would
// be missed by luck once in 300.
func (h *hunt) patience(itself *Cause) int {
	n := len(h.candidates)
	if itself == nil {
		return max(shortPatience, patience*(n+fresh))
	}
	like := stats.Jeffreys(itself.With.Failed, itself.With.Of(), 0.8).Low // it was convicted by luck in part
	times := math.Log(1.0/300) / math.Log(1-min(0.95, max(weakest, like)))
	return max(shortPatience, int(times*float64(n+h.parts(n))))
}

// itself hears the victim, which seems to fail more often when it has run before: if so,
// its own runs would hide what others do, and from now on it runs once in a process. Its
// placebo is nothing, since any of the others may be what is looked for.
func (s *search) itself(h *hunt) (*Cause, error) {
	s.lab.why = "it seems to fail more often when it has run before: does it?"
	c := newChase(h)
	c.accuse(nil, []suite.ID{h.Victim}).instead = func() []suite.ID { return nil }
	err := c.confirm(nil)
	if h.once = len(c.causes) > 0; err != nil || !h.once {
		return nil, err
	}
	return &c.causes[0], nil
}

// shuffled deals tests at random to lanes, with the victim often in between.
func (h *hunt) shuffled(tests []suite.ID) []stretch {
	copies, parts := h.copies(len(tests))
	var lanes []stretch
	for range copies {
		mixed := slices.Clone(tests)
		h.random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		for _, part := range split(mixed, parts) {
			if h.behind {
				part = without(h.candidates, without(h.candidates, part)) // in their order
			}
			every := int(math.Ceil(2 * h.relative(h.Cost(h.Victim))))
			lanes = append(lanes, stretch{nil, part, max(1, min(every, len(part)/8))})
		}
	}
	return lanes
}

// copies is how often n tests are dealt in a round, and to how many lanes each time. The
// fewer they are, the more often each comes: a round takes about as long as the first did.
func (h *hunt) copies(n int) (copies, parts int) {
	work := max(fresh, len(h.candidates)/2)
	if !h.once && !h.behind {
		copies = max(1, min(work/max(1, n), h.Workers))
		return copies, max(1, h.Workers/copies)
	}
	parts = h.parts(n)
	return max(1, h.Workers/parts, min(work/(n+parts), 4*h.Workers/parts)), parts
}

// parts is to how many lanes n tests are dealt where the victim runs only at the end of
// each.
//
// Where it seldom fails, most is learnt of one failure, ln k of one in k lanes. These take
// n + k·c, in tests, for a start and a victim that take as long as c. What is learnt for
// that is most where k·(ln k - 1) = n/c.
func (h *hunt) parts(n int) int {
	share := float64(n) / h.relative(h.Start+h.Cost(h.Victim))
	k := 3
	for k < n && float64(k)*(math.Log(float64(k))-1) < share {
		k++
	}
	return max(1, min(k, n))
}
