package checkup

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

// timeline is that of the latest run in which anything ended.
func (h *healer) timeline(ctx context.Context, runs []history.Run) error {
	for _, r := range slices.Backward(runs) {
		lanes := map[int]*lane{}
		var began time.Time
		for e, err := range h.db.Events(ctx, r) {
			if err != nil {
				return err
			}
			switch e := e.(type) {
			case suite.RunStarted:
				began = e.Time
			case suite.WorkerStarted:
				laneOf(lanes, e.Worker).waits = append(laneOf(lanes, e.Worker).waits, wait{e.Process, e.Waited})
			case suite.Ended:
				if e.Parent == "" && e.Outcome != suite.Unfinished {
					laneOf(lanes, e.Worker).attempts = append(laneOf(lanes, e.Worker).attempts, e.Attempt)
				}
			}
		}
		if h.suite.Last = timelineOf(r.ID, began, lanes); h.suite.Last.Length > 0 {
			return nil
		}
	}
	return nil
}

// A lane is what was recorded of one worker.
type lane struct {
	attempts []suite.Attempt
	waits    []wait
}

// A wait is how long a process waited for its clones.
type wait struct {
	process int
	took    time.Duration
}

func laneOf(lanes map[int]*lane, worker int) *lane {
	if lanes[worker] == nil {
		lanes[worker] = &lane{}
	}
	return lanes[worker]
}

func timelineOf(run string, began time.Time, lanes map[int]*lane) health.Timeline {
	t := health.Timeline{Run: run}
	for worker, l := range lanes {
		t.Workers = append(t.Workers, health.Lane{Worker: worker, Spans: l.spans(began)})
	}
	slices.SortFunc(t.Workers, func(a, b health.Lane) int { return cmp.Compare(a.Worker, b.Worker) })
	for _, w := range t.Workers {
		for _, s := range w.Spans {
			t.Length = max(t.Length, s.Begin+s.Length)
		}
	}
	for i, w := range t.Workers {
		end := time.Duration(0)
		for _, s := range w.Spans {
			end = max(end, s.Begin+s.Length)
		}
		if idle := t.Length - end; idle > 0 {
			t.Workers[i].Spans = append(w.Spans, health.Span{Activity: health.Idling, Begin: end, Length: idle})
		}
	}
	return t
}

// spans are what the worker did, from the start of the run to its last test. Of tests
// that overlap each is a span.
func (l *lane) spans(began time.Time) []health.Span {
	slices.SortStableFunc(l.attempts, func(a, b suite.Attempt) int { return a.Start.Compare(b.Start) })
	waited := map[int]time.Duration{}
	for _, w := range l.waits {
		waited[w.process] += w.took
	}
	var spans []health.Span
	end, process := time.Duration(0), 0
	add := func(what health.Activity, length time.Duration) {
		if length > 0 {
			spans = append(spans, health.Span{Activity: what, Begin: end, Length: length})
			end += length
		}
	}
	for _, a := range l.attempts {
		begin := max(0, a.Start.Sub(began))
		hole := begin - end
		if a.Process == process {
			add(health.Between, hole)
		} else if hole > 0 {
			clones := min(hole, waited[a.Process])
			add(health.Cloning, clones)
			add(health.Starting, hole-clones)
		}
		process = a.Process
		spans = append(spans, health.Span{Activity: health.Testing, Test: a.Test, Verdict: a.Outcome, Begin: begin, Length: a.Duration})
		end = max(end, begin+a.Duration)
	}
	return spans
}

// mostFound is how many runs are asked what their tests left behind.
const mostFound = 10

// dependences are what tests were seen to leave behind, in the latest runs that looked,
// and those that fail in company only.
func (h *healer) dependences(ctx context.Context, runs []history.Run) error {
	type trace struct{ test, what string }
	seen := map[trace]int{}
	var order []trace
	for _, r := range runs[max(0, len(runs)-mostFound):] {
		found, err := h.db.Found(ctx, r)
		if err != nil {
			return err
		}
		for _, f := range found {
			for _, left := range evidence.LeftBy(suite.Attempt{Test: f.Test, Leaks: f.Leaks, Changes: f.Changes}) {
				key := trace{h.short(left.Test), left.Thing.String() + ": " + left.What}
				if seen[key]++; seen[key] == 1 {
					order = append(order, key)
				}
			}
		}
	}
	for _, t := range order {
		h.suite.Dependences = append(h.suite.Dependences, health.Dependence{Polluter: t.test, What: t.what, Seen: seen[t]})
	}
	for _, c := range h.suite.Causes {
		if c.Kind != health.InCompany {
			continue
		}
		last := h.suite.Failures[c.Failures[len(c.Failures)-1]]
		for _, t := range h.suite.TestsOf(c) {
			short := h.suite.Tests[t].Short
			h.suite.Dependences = append(h.suite.Dependences, health.Dependence{
				Victim: short, What: "fails in company, passes alone", Seen: len(h.suite.SeenIn(c)), Command: command(h.suite.Runs[last.Run], "ptrbisect", "--failing "+reports.Quote(short)),
			})
		}
	}
	return nil
}

func (h *healer) short(id suite.ID) string {
	if t, ok := h.byID[id]; ok {
		return h.suite.Tests[t].Short
	}
	return string(id)
}
