package run

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// bury charges a death to whom it may concern and returns the tests of a that
// have still to be run.
func (p *process) bury(ctx context.Context, a assignment, d *worker.Death) []suite.Test {
	p.failed = true
	when := p.idle(d)
	p.forgiven = when == beforeFirst && d.Killed && p.units.forgive(p.unit)
	over := when == beforeFirst && !p.forgiven
	if !d.Interrupted {
		p.Emit(suite.WorkerDied{
			Worker: p.lane.number, Process: p.number, Unit: p.unit,
			Reason: d.Reason, Output: d.Output, Charged: d.Charged, UnderWay: d.UnderWay, When: when, Over: over,
		})
	}
	switch {
	case d.Interrupted:
		p.abandon(a, d, d.UnderWay)
		p.units.expect(p.unit, -len(p.tests))
		return nil
	case d.Charged != "":
		p.charge(a, d)
	case a.apart() && len(d.UnderWay) > 0:
		d.Charged, d.Outcome = d.UnderWay[0], suite.Crash
		p.charge(a, d)
	case len(d.UnderWay) > 0:
		p.suspect(a, d)
	case over:
		p.inquire(ctx, a, d)
		return nil
	case when == between:
		p.units.note(suite.UnitResult{Unit: p.unit, Outcome: suite.Fail, Output: d.Output, Reason: "worker died " + when + ": " + d.Reason})
	}
	return p.unbegun(a)
}

// When a process died that had no test under way.
const (
	beforeFirst = "before its first test"
	between     = "between tests"
)

// idle is which of these d is, and "" if it is none.
func (p *process) idle(d *worker.Death) string {
	switch {
	case d.Interrupted, d.Charged != "", len(d.UnderWay) > 0:
		return ""
	case p.begun == 0:
		return beforeFirst
	}
	return between
}

// charge ends the attempt at the test that is to blame; others that were under
// way are innocent, and run again where they would have run.
func (p *process) charge(a assignment, d *worker.Death) {
	culprit := suite.Attempt{
		Test: d.Charged, Outcome: d.Outcome, Failure: strings.TrimSpace(d.Reason + "\n\n" + d.Stack), Output: d.Output,
		Start: p.since(d.Charged), Statements: d.Statements[d.Charged],
	}
	culprit.Duration = time.Since(culprit.Start)
	if _, running := p.tests[d.Charged]; running {
		p.complete(a, culprit)
	} else {
		p.posthumous(culprit)
	}
	p.abandon(a, d, slices.DeleteFunc(slices.Clone(d.UnderWay), func(id suite.ID) bool { return id == d.Charged }))
	p.flush()
}

// posthumous charges a test that had ended before its process died of it, such
// as one whose goroutine panicked later.
func (p *process) posthumous(culprit suite.Attempt) {
	culprit.Unit, culprit.Cause = p.unit, suite.Suspect
	culprit.Worker, culprit.Process = p.lane.number, p.number
	culprit.Number = p.ledger.number(culprit.Test)
	p.Emit(suite.Ended{Attempt: culprit})
	p.ledger.enter(suite.Test{ID: culprit.Test, Unit: p.unit}, culprit)
}

// abandon says that tests were begun and, because of d, their ends not seen.
func (p *process) abandon(a assignment, d *worker.Death, underWay []suite.ID) {
	for _, id := range underWay {
		begin := p.begin[id]
		p.Emit(suite.Ended{Attempt: suite.Attempt{
			Test: id, Unit: p.unit, Cause: a.cause, Outcome: suite.Unfinished,
			Number: begin.number, Position: begin.position,
			Worker: p.lane.number, Process: p.number, Start: p.since(id),
			Duration: time.Since(p.since(id)), Failure: "its process died",
			Statements: d.Statements[id],
		}})
	}
}

// since is when a test began that may be under way, and now if it is not.
func (p *process) since(id suite.ID) time.Time {
	if begin := p.begin[id].time; !begin.IsZero() {
		return begin
	}
	return time.Now()
}

// suspect has all that was under way run again, each alone.
func (p *process) suspect(a assignment, d *worker.Death) {
	p.abandon(a, d, d.UnderWay)
	suspects := map[suite.ID]bool{}
	for _, id := range d.UnderWay {
		suspects[id] = true
	}
	p.ledger.suspect(&death{reason: d.Reason, output: d.Output, underWay: d.UnderWay, suspects: suspects})
	for _, id := range d.UnderWay {
		if !p.schedule.again(p.tests[id], suite.Suspect) {
			p.units.expect(p.unit, -1)
		}
		delete(p.tests, id)
	}
}

// inquire says why the unit cannot be run: its process died before its first test, by
// itself or because processes of it are killed again and again.
func (p *process) inquire(ctx context.Context, a assignment, d *worker.Death) {
	result, err := p.worker.Close(ctx)
	if err != nil || result.Outcome == suite.Pass || result.Outcome == "" {
		result.Outcome, result.Reason, result.Output = suite.Fail, "died "+beforeFirst+": "+d.Reason, d.Output
	}
	result.Unit = p.unit
	dropped := p.forgo(a, result.Outcome)
	if d.Killed {
		result.Reason = fmt.Sprintf("%d of its processes were killed before their first test (%s): %d of its tests did not run", mostKilled+1, d.Reason, dropped)
	}
	p.units.note(result)
}

// forgo drops all tests of the unit, since nothing of it can be run, and counts them.
func (p *process) forgo(a assignment, outcome suite.Outcome) int {
	dropped := append(p.schedule.drop(p.unit), p.unbegun(a)...)
	for _, t := range dropped {
		if outcome == suite.Skip {
			p.ledger.skip(t)
		}
	}
	p.units.expect(p.unit, -len(dropped))
	return len(dropped)
}

// unbegun are the tests of a that have not ended, in order.
func (p *process) unbegun(a assignment) []suite.Test {
	var rest []suite.Test
	for _, t := range a.tests {
		if _, ok := p.tests[t.ID]; ok {
			rest = append(rest, t)
		}
	}
	return rest
}

// parentOf is the name of the test that id is a subtest of.
func parentOf(id suite.ID) suite.ID {
	return id[:max(0, strings.LastIndexByte(string(id), '/'))]
}
