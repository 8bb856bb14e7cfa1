package command

import (
	"fmt"
	"os"
	"time"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// skipped is the exit status of a test that was skipped, as in automake.
const skipped = 77

// A result is what became of one line.
type result struct {
	state    *os.ProcessState // nil if it was interrupted before it began
	output   []byte
	start    time.Time
	duration time.Duration

	interrupted bool
	timedOut    time.Duration // the limit that it exceeded; 0 if it did not
}

// death is how the line that ran ids died; nil if it has an outcome for each of
// them. Only where there was one test, it is known which to charge.
func (r result) death(ids []suite.ID) *worker.Death {
	d := &worker.Death{UnderWay: ids, Output: r.output}
	outcome := suite.Crash
	switch {
	case r.interrupted:
		d.Reason, d.Interrupted = "interrupted", true
		return d
	case r.timedOut > 0:
		d.Reason, outcome = fmt.Sprintf("timed out after %v", r.timedOut), suite.Timeout
	case killedBy(r.state) != "":
		d.Reason = killedBy(r.state)
	case len(ids) > 1 && r.state.ExitCode() != 0:
		d.Reason = r.state.String()
	default:
		return nil
	}
	if len(ids) == 1 {
		d.Charged, d.Outcome = ids[0], outcome
	}
	return d
}

// attempt is that at id, one of n tests. Nobody knows which of them took how
// long, so that each is given the same share.
func (r result) attempt(id suite.ID, n int) suite.Attempt {
	a := suite.Attempt{
		Test: id, Outcome: suite.Pass, Output: r.output,
		Start: r.start, Duration: r.duration / time.Duration(n),
	}
	switch r.state.ExitCode() {
	case 0:
	case skipped:
		a.Outcome = suite.Skip
	default:
		a.Outcome, a.Failure = suite.Fail, r.state.String()
	}
	return a
}
