package scaling

import (
	"cmp"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A timeline is what one worker did.
type timeline struct {
	attempts []suite.Attempt
	waited   time.Duration // for clones

	busy, between, starts time.Duration
	end                   time.Time // of its last test
}

// follow goes from the start to the end of the last test.
func (w *timeline) follow(start time.Time, together map[suite.ID]bool, parallel int) {
	slices.SortStableFunc(w.attempts, func(a, b suite.Attempt) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Position, b.Position))
	})
	w.end = start
	process := 0
	for n := 0; n < len(w.attempts); {
		first := w.attempts[n]
		batch := batchFrom(w.attempts[n:], together)
		n += len(batch)
		if hole := first.Start.Sub(w.end); hole > 0 && first.Process == process {
			w.between += hole
		} else if hole > 0 {
			w.starts += hole
		}
		begin, end := latest(w.end, first.Start), first.Start.Add(elapsed(batch, parallel))
		if together[first.Test] && n < len(w.attempts) && w.attempts[n].Start.Before(end) {
			end = w.attempts[n].Start // the next had begun
		}
		if process = first.Process; end.After(begin) {
			w.busy += end.Sub(begin)
			w.end = end
		}
	}
	// Nobody waits for clones but between processes.
	w.waited = min(w.waited, w.starts)
	w.starts -= w.waited
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// batchFrom is the first attempt with those behind it that ran at the same time.
func batchFrom(attempts []suite.Attempt, together map[suite.ID]bool) []suite.Attempt {
	n := 1
	for together[attempts[0].Test] && n < len(attempts) && together[attempts[n].Test] && attempts[n].Process == attempts[0].Process {
		n++
	}
	return attempts[:n]
}

// elapsed is how long attempts take if so many run at once, each as soon as one
// before it ends: the start of a parallel test is not when it went on after the pause
// in which it waited for its turn.
func elapsed(attempts []suite.Attempt, parallel int) time.Duration {
	free := make([]time.Duration, max(1, parallel))
	for _, a := range attempts {
		soonest := slices.Index(free, slices.Min(free))
		free[soonest] += a.Duration
	}
	return slices.Max(free)
}
