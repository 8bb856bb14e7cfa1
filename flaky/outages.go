package flaky

import (
	"context"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/ptr-project/ptr/suite"
)

// outageTexts are what failures say if something is missing that tests need.
func outageTexts() []string {
	return []string{
		"connection refused", "connection reset", "no route to host", "network is unreachable", "no such host",
		"temporary failure in name resolution", "i/o timeout",
		"no space left on device", "disk full", "read-only file system", "input/output error",
		"too many open files", "cannot allocate memory", "out of memory",
		"too many connections", "too many clients", "server closed the connection", "server has gone away",
		"database system is starting up", "database system is shutting down", "terminating connection",
	}
}

// What makes an outage of failures: of several tests in one run that fail otherwise rarely
// and say what outages do, or of so many that this is no coincidence.
const (
	alike       = 3
	outlying    = 5
	coincidence = 1e-4
	rarely      = 0.2
)

// A crowd is failures of one run that look like an outage's.
type crowd struct {
	positions []int
	text      string // what most of them say, in a line
}

// An ear tells outages from what tests usually do.
type ear struct {
	rate  map[suite.ID]Count // plain runs in which a test failed or passed
	usual float64            // how many tests fail in a run that fail rarely
}

// listen learns from plain runs.
func (s *search) listen() ear {
	e := ear{rate: map[suite.ID]Count{}}
	for _, r := range s.records() {
		c := Count{}
		for _, f := range r.failed {
			if f.run.Condition == "" {
				c.Failed++
			}
		}
		for _, p := range r.passed {
			if p.run.Condition == "" {
				c.Passed++
			}
		}
		if c.Failed > 0 {
			e.rate[r.test] = c
		}
	}
	var counts []int
	for _, r := range s.runs {
		if r != nil && r.Condition == "" {
			counts = append(counts, len(e.rare(r.Trial.Order, r.Attempts)))
		}
	}
	if len(counts) > 0 {
		slices.Sort(counts)
		e.usual = float64(counts[(len(counts)-1)/2])
	}
	return e
}

// rare are the positions at which tests failed that fail in few other runs, one for each
// test.
func (e ear) rare(order suite.Order, attempts []suite.Attempt) []int {
	var positions []int
	seen := map[suite.ID]bool{}
	for i, a := range attempts {
		id := order[i]
		c := e.rate[id]
		if a.Outcome.Bad() && !seen[id] && float64(c.Failed-1) <= rarely*float64(max(1, c.Of()-1)) {
			seen[id] = true
			positions = append(positions, i)
		}
	}
	return positions
}

// hear finds what looks like an outage in a run; ok is false if nothing does.
func (e ear) hear(order suite.Order, attempts []suite.Attempt) (c crowd, ok bool) {
	rare := e.rare(order, attempts)
	lines := map[string]int{}
	var speaking []int
	for _, i := range rare {
		if line := outageLine(attempts[i].Failure); line != "" {
			lines[line]++
			speaking = append(speaking, i)
		}
	}
	if len(speaking) >= alike {
		return crowd{everyRun(order, attempts, speaking), most(lines)}, true
	}
	if len(rare) < outlying || (distuv.Poisson{Lambda: e.usual + 1}).Survival(float64(len(rare)-1)) > coincidence {
		return crowd{}, false
	}
	for _, i := range rare {
		line, _, _ := strings.Cut(suite.SignatureOf(attempts[i]).Text, "\n")
		lines[line]++
	}
	return crowd{everyRun(order, attempts, rare), most(lines)}, true
}

// everyRun are the positions at which the tests at some positions failed, for those that
// run several times.
func everyRun(order suite.Order, attempts []suite.Attempt, positions []int) []int {
	hit := map[suite.ID]bool{}
	for _, i := range positions {
		hit[order[i]] = true
	}
	var all []int
	for i, a := range attempts {
		if hit[order[i]] && a.Outcome.Bad() {
			all = append(all, i)
		}
	}
	return all
}

// outageLine is the line of a failure that speaks of an outage.
func outageLine(failure string) string {
	for line := range strings.Lines(failure) {
		lower := strings.ToLower(line)
		if slices.ContainsFunc(outageTexts(), func(text string) bool { return strings.Contains(lower, text) }) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// most is the text that comes most often, the first in the alphabet of several.
func most(counts map[string]int) string {
	best := ""
	for text, n := range counts {
		if n > counts[best] || n == counts[best] && text < best {
			best = text
		}
	}
	return best
}

// setOutagesApart looks for runs in which many tests failed at once, and runs them again:
// what doesn't fail again is put down to an outage.
func (s *search) setOutagesApart() error {
	e := s.listen()
	p := s.places()
	for _, r := range s.runs {
		if r == nil || r.Condition != "" {
			continue
		}
		c, ok := e.hear(r.Trial.Order, r.Attempts)
		if !ok {
			continue
		}
		r.Outage, r.apart = c.text, map[int]bool{}
		for _, i := range c.positions {
			r.apart[i] = true
		}
		if r.Kind == Ordinary || s.out(r.Took) {
			continue
		}
		trial := r.upTo(slices.Max(c.positions))
		p.start(1+len(trial.Beside), func(ctx context.Context) error { return s.confirm(ctx, r, c, trial, e) })
	}
	err := p.wait()
	s.ear = s.listen()
	return err
}

// confirm runs the order of an outage again. If most of what failed fails again there was
// none.
func (s *search) confirm(ctx context.Context, r *Run, c crowd, t suite.Trial, e ear) error {
	attempts, err := s.probe(ctx, r.Condition, t)
	if err != nil {
		return err
	}
	s.spend(t)
	var again []int
	for _, i := range c.positions {
		if i < len(attempts) && attempts[i].Outcome.Bad() {
			again = append(again, i)
		}
	}
	if 2*len(again) >= len(c.positions) {
		r.Outage, r.apart = "", nil
	}
	another, _ := e.hear(t.Order, attempts) // the replay can be hit, too
	for _, i := range again {
		if !slices.Contains(another.positions, i) {
			delete(r.apart, i)
		}
	}
	s.tell(Progress{Phase: "outages", Done: s.trials()})
	return nil
}

// out reports whether the budget has no room for something that takes so long.
func (s *search) out(takes time.Duration) bool { return s.Budget > 0 && s.left(1) < takes }

// spend keeps account of a replay.
func (s *search) spend(t suite.Trial) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cost.trials++
	s.cost.tests += len(t.Order)
}
