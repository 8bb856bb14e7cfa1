package evidence

import (
	"context"
	"errors"
	"math"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/suite"
)

// A Case is a cause that is to be looked into, and the test on which it has an effect.
type Case struct {
	Set    []suite.ID
	Victim suite.ID

	// Shows tells whether an attempt of the victim shows the effect. If it says nothing of
	// that, told is false.
	Shows func(suite.Attempt) (effect, told bool)

	With, Without Cell // how often it did behind the set, and otherwise; may be empty

	Probe   suite.Probe // knows what a Pause is
	Workers int         // how many trials run at the same time; at least 1
}

// A Cell is how often the victim showed the effect under one condition.
type Cell struct {
	Effect int    `json:"effect"`
	Of     int    `json:"of"`
	Why    string `json:"not_tried,omitempty"` // it could not be tried
}

// rate is that of the effect. One that was always or never seen is not taken for certain.
func (c Cell) rate() float64 { return (float64(c.Effect) + 0.5) / (float64(c.Of) + 1) }

// midway parts rates with the cause from those without.
func (c Case) midway() float64 { return (c.with() + c.without()) / 2 }

func (c Case) with() float64 {
	if c.With.Of == 0 {
		return 0.95
	}
	return c.With.rate()
}

func (c Case) without() float64 {
	if c.Without.Of == 0 {
		return 0.05
	}
	return c.Without.rate()
}

// shows reports whether a cell has the effect. If it was not tried, or had too little to
// say, told is false.
func (c Case) shows(cell *Cell) (effect, told bool) {
	if cell == nil || cell.Why != "" || 2*cell.Of < c.repeats() {
		return false, false
	}
	return float64(cell.Effect) >= c.midway()*float64(cell.Of), true
}

// cures reports whether a cell is known to lack the effect.
func (c Case) cures(cell *Cell) bool {
	effect, told := c.shows(cell)
	return told && !effect
}

// keeps reports whether a cell is known to have the effect.
func (c Case) keeps(cell *Cell) bool {
	effect, _ := c.shows(cell)
	return effect
}

const (
	misread     = 0.01 // of cells at most so many are taken for the other sort
	fewRepeats  = 3
	mostRepeats = 30
)

// repeats is how often a condition is tried, for that.
func (c Case) repeats() int {
	for n := fewRepeats; n < mostRepeats; n++ {
		border := int(math.Ceil(c.midway() * float64(n))) // from which on the effect is taken to be there
		if below(n, border, c.with()) <= misread && 1-below(n, border, c.without()) <= misread {
			return n
		}
	}
	return mostRepeats
}

// below is the chance of fewer than k of n at that rate.
func below(n, k int, rate float64) (sum float64) {
	term := math.Pow(1-rate, float64(n))
	for i := range k {
		sum += term
		term *= float64(n-i) / float64(i+1) * rate / (1 - rate)
	}
	return sum
}

// try runs the case under each condition, as often as it takes.
func (c Case) try(ctx context.Context, pauses []suite.Pause) ([]*Cell, error) {
	n := c.repeats()
	cells := make([]*Cell, len(pauses))
	type result struct {
		effect, told bool
		why          error
	}
	results := make([]result, n*len(pauses))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(c.Workers)
	for i := range results {
		work.Go(func() error {
			// One after the other of each condition, so that what changes with time meets all.
			pause := pauses[i%len(pauses)]
			a, err := c.trial(ctx, &pause)
			if errors.Is(err, suite.ErrNotPutBack) {
				results[i].why = err
				return nil
			}
			if err != nil {
				return err
			}
			results[i].effect, results[i].told = c.Shows(a)
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	for i := range cells {
		cells[i] = &Cell{}
	}
	for i, r := range results {
		cell := cells[i%len(pauses)]
		switch {
		case r.why != nil:
			cell.Why = r.why.Error()
		case r.told:
			cell.Of++
			if r.effect {
				cell.Effect++
			}
		}
	}
	return cells, nil
}

// trial runs the victim behind the set, and returns its last attempt.
func (c Case) trial(ctx context.Context, pause *suite.Pause) (suite.Attempt, error) {
	order := append(append(suite.Order{}, c.Set...), c.Victim)
	attempts, err := c.Probe(ctx, suite.Trial{Order: order, Pause: pause})
	if err != nil {
		return suite.Attempt{}, err
	}
	return attempts[len(attempts)-1], nil
}
