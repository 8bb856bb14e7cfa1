package bisect

import (
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// mostCauses is how many accusations a search follows if nothing else is said.
const mostCauses = 8

// A chase follows flips of chains to single tests, and has these heard.
type chase struct {
	*hunt
	hearings []*hearing // that are under way
	heard    int        // accusations so far, of this chase
	accused  []suite.ID // in all of them
	causes   []Cause
	unlucky  []suite.ID
	noise    bool   // a flip did not come again
	joint    []flip // that took what was before them as well
}

func newChase(h *hunt) *chase { return &chase{hunt: h} }

// A doubt is a flip with several candidates: after each of them the victim runs next,
// behind nothing else. If that shows nothing, the flip is to come again.
type doubt struct {
	flip
	at, n int // its dense stretches, or its repetitions
}

// follow goes on until no flip is left, and all hearings are over. What ran after a flip
// in its chain could not show: it runs again, without that.
func (c *chase) follow(lanes []stretch, readings []reading) error {
	var dense, again []doubt
	for {
		next, flips := c.sort(lanes, readings)
		missed := c.missed(dense, lanes, readings)
		c.repeated(again, readings)
		dense, next = c.densely(flips, next)
		trials := c.trials(next)
		again, trials = c.repeat(missed, trials)
		if len(trials) == 0 && !c.underWay() {
			return nil
		}
		var err error
		if readings, err = c.round("chains", trials); err != nil {
			return err
		}
		lanes = next
	}
}

// densely adds, for each flip, stretches of its candidates.
func (c *chase) densely(flips []flip, next []stretch) ([]doubt, []stretch) {
	var doubts []doubt
	for _, f := range flips {
		parts := split(f.tests[f.from:f.to], max(1, c.Workers/len(flips)))
		doubts = append(doubts, doubt{f, len(next), len(parts)})
		for _, part := range parts {
			next = append(next, stretch{f.before, part, 1})
		}
	}
	return doubts, next
}

// missed are the flips that did not come in any of their dense stretches.
func (c *chase) missed(doubts []doubt, lanes []stretch, readings []reading) []flip {
	var missed []flip
	for _, d := range doubts {
		named := false
		for i := d.at; i < d.at+d.n; i++ {
			_, ok := c.flip(lanes[i], readings[i])
			named = named || ok
		}
		if !named {
			missed = append(missed, d.flip)
		}
	}
	return missed
}

// repeat adds, for each flip, two trials of all that ran up to it.
func (c *chase) repeat(flips []flip, trials []suite.Trial) ([]doubt, []suite.Trial) {
	var doubts []doubt
	for _, f := range flips {
		whole := append(slices.Concat(f.before, f.tests[:f.to]), c.Victim)
		doubts = append(doubts, doubt{f, len(trials), 2})
		trials = append(trials, suite.Trial{Order: whole}, suite.Trial{Order: whole})
	}
	return doubts, trials
}

// repeated sees which flips came again: it takes what was before them in their lanes,
// too. The others were luck.
func (c *chase) repeated(doubts []doubt, readings []reading) {
	for _, d := range doubts {
		if d.steady && readings[d.at].last() == c.effect && readings[d.at+1].last() == c.effect {
			c.joint = append(c.joint, d.flip)
		} else {
			c.noise = true
		}
	}
}

// sort has single tests accused, and returns what of the lanes is to be chained again,
// and the flips that are too wide to accuse.
func (c *chase) sort(lanes []stretch, readings []reading) (next []stretch, wide []flip) {
	for i, s := range lanes {
		f, ok := c.flip(s, readings[i])
		rest := c.cut(s, readings[i])
		switch {
		case c.heard >= c.Most:
			return nil, nil
		case ok && f.to-f.from == 1:
			c.accuse(s.before, []suite.ID{s.tests[f.from]})
			rest = s.tests[f.to:]
		case ok && f.to > f.from:
			wide = append(wide, f)
			rest = s.tests[f.to:]
		case ok: // with nothing before it: that is noise
			c.noise = true
			rest = nil
		}
		for _, part := range split(rest, max(1, c.Workers/max(1, len(lanes)))) {
			next = append(next, stretch{s.before, part, c.spacing(len(part))})
		}
	}
	return next, wide
}

// cut is what could not be seen of a stretch since its process had died.
func (c *chase) cut(s stretch, r reading) []suite.ID {
	if r.died < 0 {
		return nil
	}
	done := -len(s.before)
	for _, id := range r.trial.Order[:r.died+1] {
		if id != c.Victim {
			done++
		}
	}
	if done <= 0 {
		return nil // it dies of the victim itself, and would again
	}
	return s.tests[min(len(s.tests), done):]
}

func (c *chase) accuse(before, set []suite.ID) *hearing {
	c.heard++
	c.accusations++
	c.accused = append(c.accused, set...)
	h := c.hear(before, set, c.accusations, func() []suite.ID { return c.accused })
	c.hearings = append(c.hearings, h)
	return h
}

func (c *chase) underWay() bool { return len(c.hearings) > 0 }

// round runs trials by a method, and says how many will follow.
func (c *chase) round(method string, trials []suite.Trial) ([]reading, error) {
	c.left = c.more()
	return c.besidePairs(method, trials)
}

// besidePairs runs trials by a method, and beside them the next pairs of all hearings.
func (c *chase) besidePairs(method string, trials []suite.Trial) ([]reading, error) {
	own := len(trials)
	switch {
	case c.underWay() && own > 0:
		method += ", and pairs"
	case c.underWay():
		method = "pairs"
	}
	pairs, counts := c.pairs()
	readings, err := c.run(method, append(trials, pairs...))
	if err != nil {
		return nil, err
	}
	c.take(readings[own:], counts)
	return readings[:own], nil
}

// pairs are the next of all hearings, and how many trials of these are each one's.
func (c *chase) pairs() (trials []suite.Trial, counts []int) {
	for _, h := range c.hearings {
		pairs := h.trials()
		trials, counts = append(trials, pairs...), append(counts, len(pairs))
	}
	return trials, counts
}

// take has the hearings hear what their pairs have shown.
func (c *chase) take(readings []reading, counts []int) {
	for i, h := range c.hearings {
		h.hear(readings[:counts[i]])
		readings = readings[counts[i]:]
	}
	c.judge()
}

// more is how many rounds will follow the next.
func (c *chase) more() int {
	if !c.underWay() {
		return 1 // those that they single out are heard
	}
	most := 0
	for _, h := range c.hearings {
		most = max(most, h.more())
	}
	return most
}

// judge ends the hearings that are over.
func (c *chase) judge() {
	c.hearings = slices.DeleteFunc(c.hearings, func(h *hearing) bool {
		switch {
		case !h.over():
			return false
		case h.convicted() || h.whoever():
			c.causes = append(c.causes, h.cause())
		default:
			c.unlucky = append(c.unlucky, h.set...)
			c.noise = c.noise || h.with.Failed > 0 && h.with.Passed > 0
		}
		return true
	})
}

// confirm has sets heard, with nothing beside them.
func (c *chase) confirm(sets [][]suite.ID) error {
	for _, set := range sets {
		c.accuse(nil, set)
	}
	for c.underWay() {
		if _, err := c.round("", nil); err != nil {
			return err
		}
	}
	return nil
}
