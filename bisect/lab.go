package bisect

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/ptr-project/ptr/suite"
)

// A lab runs rounds of trials, and keeps account of what they cost and showed.
type lab struct {
	Options
	ctx         context.Context
	readings    []reading // of all trials without others beside them
	exclusive   bool      // no trial runs beside another
	rounds      int
	tests       int
	wall        time.Duration
	accusations int    // so far
	left        int    // rounds after the next, as far as is known
	why         string // the next is of another method
	unresolved  []suite.Attempt
	said        string // by the victim, when it first failed
}

// A reading is what a trial showed.
type reading struct {
	trial  suite.Trial
	checks []check
	other  []suite.Attempt // failures of the victim that are not the one searched for
	died   int             // the position at which its process ended; -1 if it did not
	said   string          // by the first failure that is searched for
}

// A check is one run of the victim.
type check struct {
	at      int // position in the order
	after   int // how many other tests had run before it
	verdict verdict
}

// first is the verdict of the trial's first check.
func (r reading) first() verdict { return r.verdict(0) }

// last is that of its last one.
func (r reading) last() verdict { return r.verdict(len(r.checks) - 1) }

func (r reading) verdict(i int) verdict {
	if i < 0 || i >= len(r.checks) {
		return unresolved
	}
	return r.checks[i].verdict
}

// run runs a round.
func (l *lab) run(method string, trials []suite.Trial) ([]reading, error) {
	return l.runAll(method, trials, nil)
}

// runAll runs a round, and shows all attempts of each trial to seen, one after the other.
func (l *lab) runAll(method string, trials []suite.Trial, seen func(i int, attempts []suite.Attempt)) ([]reading, error) {
	return l.runOf(method, trials, func(int) *lab { return l }, seen)
}

// runOf runs a round of trials that are those of several victims: whose tells in which lab
// a trial is read, and kept.
func (l *lab) runOf(method string, trials []suite.Trial, whose func(i int) *lab, seen func(i int, attempts []suite.Attempt)) ([]reading, error) {
	if len(trials) == 0 {
		return nil, nil
	}
	l.rounds++
	round := Round{Number: l.rounds, Method: method, Why: l.why, Trials: len(trials), Wall: l.length(trials), Left: l.left}
	l.left, l.why = Unknown, ""
	for _, t := range trials {
		round.Tests += len(t.Order)
	}
	l.tests, l.wall = l.tests+round.Tests, l.wall+round.Wall
	l.tell(round)
	readings := make([]reading, len(trials))
	ends := make([][]suite.Attempt, len(trials))
	places := semaphore.NewWeighted(int64(l.Workers))
	work, ctx := errgroup.WithContext(l.ctx)
	for _, i := range l.longestFirst(trials) {
		width := int64(l.width(trials[i]))
		if err := places.Acquire(ctx, width); err != nil {
			break
		}
		work.Go(func() error {
			defer places.Release(width)
			attempts, err := l.Probe(ctx, trials[i])
			readings[i] = whose(i).read(trials[i], attempts)
			if seen != nil {
				ends[i] = attempts
			}
			return err
		})
	}
	if err := cmp.Or(work.Wait(), l.ctx.Err()); err != nil { // without a place a trial has not run
		return nil, err
	}
	for i, r := range readings {
		if seen != nil {
			seen(i, ends[i])
		}
		its := whose(i)
		its.note(r.other)
		its.said = cmp.Or(its.said, r.said)
		if len(r.trial.Beside) == 0 {
			its.readings = append(its.readings, r)
		}
	}
	round.Result = summary(readings)
	if whose(0).Victim == "" {
		round.Result = endings(ends)
	}
	l.tell(round)
	return readings, nil
}

// note keeps one of each way to fail.
func (l *lab) note(others []suite.Attempt) {
	for _, a := range others {
		like := func(b suite.Attempt) bool { return suite.SignatureOf(a) == suite.SignatureOf(b) }
		if !slices.ContainsFunc(l.unresolved, like) {
			l.unresolved = append(l.unresolved, a)
		}
	}
}

func (l *lab) tell(r Round) {
	if l.Told != nil {
		l.Told(r)
	}
}

// read finds the victim's runs among the attempts of a trial.
func (l *lab) read(t suite.Trial, attempts []suite.Attempt) reading {
	r := reading{trial: t, died: -1}
	others := 0
	for i, id := range t.Order {
		var a suite.Attempt
		if i < len(attempts) {
			a = attempts[i]
		}
		if a.Outcome == "" && r.died < 0 {
			r.died = max(0, i-1)
		}
		if id != l.Victim {
			others++
			continue
		}
		v := judge(l.Known, a)
		r.checks = append(r.checks, check{i, others, v})
		if v == failed && r.said == "" {
			r.said = a.Says()
		}
		if v == unresolved && a.Outcome.Bad() {
			r.other = append(r.other, a)
		}
	}
	return r
}

// length is how long a round will take.
func (l *lab) length(trials []suite.Trial) time.Duration {
	free := make([]time.Duration, l.Workers)
	for _, i := range l.longestFirst(trials) {
		slices.Sort(free)
		width := l.width(trials[i])
		end := free[width-1] + l.cost(trials[i])
		for w := range width {
			free[w] = end
		}
	}
	return slices.Max(free)
}

// width is how many workers a trial takes.
func (l *lab) width(t suite.Trial) int {
	if l.exclusive {
		return l.Workers
	}
	return min(1+len(t.Beside), l.Workers)
}

// longestFirst are the indexes of trials, by what they cost.
func (l *lab) longestFirst(trials []suite.Trial) []int {
	costs := make([]time.Duration, len(trials))
	indexes := make([]int, len(trials))
	for i, t := range trials {
		costs[i], indexes[i] = l.cost(t), i
	}
	slices.SortStableFunc(indexes, func(a, b int) int { return int(costs[b] - costs[a]) })
	return indexes
}

func (l *lab) cost(t suite.Trial) time.Duration {
	sum := l.Start
	for _, id := range t.Order {
		sum += l.Cost(id)
	}
	return sum
}
