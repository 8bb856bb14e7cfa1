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

	Probe suite.Probe // knows what a Pause is

	// Consequences looks up what statements write by triggers and cascades. Optional.
	Consequences func(context.Context) (Consequences, error)

	Workers int // how many trials run at the same time; at least 1
}

// A Cell is how often the victim showed the effect under one condition.
type Cell struct {
	Effect int    `json:"effect"`
	Of     int    `json:"of"`
	Why    string `json:"not_tried,omitempty"` // it could not be tried
}

// rate is that of the effect. One that was always or never seen is not taken for certain.
func (c Cell) rate() float64 { return (float64(c.Effect) + 0.5) / (float64(c.Of) + 1) }

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

// shows reports whether a cell has the effect. If it was not tried, or could as well come
// of the other sort, by the likelihoods, told is false.
func (c Case) shows(cell *Cell) (effect, told bool) {
	if cell == nil || cell.Why != "" {
		return false, false
	}
	weight := cell.likelihood(c.with()) - cell.likelihood(c.without())
	return weight > 0, math.Abs(weight) >= -math.Log(misread)
}

// likelihood is the logarithm of that of the cell at a rate.
func (c Cell) likelihood(rate float64) float64 {
	return float64(c.Effect)*math.Log(rate) + float64(c.Of-c.Effect)*math.Log1p(-rate)
}

// cures reports whether a cell is known to lack the effect.
func (c Case) cures(cell *Cell) bool {
	effect, told := c.shows(cell)
	return told && !effect
}

// keeps reports whether a cell is known to have the effect.
func (c Case) keeps(cell *Cell) bool {
	effect, told := c.shows(cell)
	return told && effect
}

const (
	misread     = 0.01 // of cells at most about so many are taken for the other sort
	fewRepeats  = 3
	mostRepeats = 30
)

// repeats is how often a condition is tried: so that one of either sort is expected to be
// told from the other by nearly twice what it takes.
func (c Case) repeats() int {
	least := min(divergence(c.with(), c.without()), divergence(c.without(), c.with()))
	needed := math.Ceil(-1.8 * math.Log(misread) / least)
	return int(min(mostRepeats, max(fewRepeats, needed)))
}

// divergence is what one trial says on average for a rate p against q, if it is p, in
// logarithms of likelihoods.
//
// Source: S. Kullback and R. A. Leibler, Annals of Mathematical Statistics 22 (1951) 79-86.
func divergence(p, q float64) float64 {
	return p*math.Log(p/q) + (1-p)*math.Log((1-p)/(1-q))
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
