package run

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/suite"
)

// A ledger knows every test's attempts and verdict, and decides what is run
// again.
type ledger struct {
	x       *Executor
	company bool // tests run beside each other

	mu     sync.Mutex
	tests  map[suite.ID]*account
	failed []suite.ID
	deaths []*death
	inVain int // diagnoses beside nothing that failed, too
}

// An account is what the ledger knows of one test.
type account struct {
	verdict   suite.Verdict
	attempts  int
	retries   int
	diagnoses int
	excused   bool
}

// A death is one that was charged to nobody at first.
type death struct {
	reason    string
	output    []byte
	underWay  []suite.ID
	suspects  map[suite.ID]bool // those not yet run again alone
	convicted bool              // one of them died again
}

func newLedger(x *Executor, company bool) *ledger {
	return &ledger{x: x, company: company, tests: map[suite.ID]*account{}}
}

func (l *ledger) account(id suite.ID) *account {
	a := l.tests[id]
	if a == nil {
		a = &account{verdict: suite.NotRun}
		l.tests[id] = a
	}
	return a
}

// number is which attempt at id the next one is, from 1.
func (l *ledger) number(id suite.ID) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(id)
	a.attempts++
	return a.attempts
}

// enter takes the outcome of an attempt at t. It returns for what cause t is to
// be run again, "" if it is not, and whether the run is to stop.
func (l *ledger) enter(t suite.Test, a suite.Attempt) (again suite.Cause, stop bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	account := l.account(t.ID)
	before := account.verdict
	account.verdict = before.After(a)
	rules := l.x.rules(t)
	account.excused = rules.Excused
	again = l.followUp(account, a, rules.Retries)
	if account.verdict == suite.Failed && before != suite.Failed {
		l.failed = append(l.failed, t.ID)
	}
	return again, l.x.FailFast > 0 && again != suite.Retry && l.failures() >= l.x.FailFast
}

func (l *ledger) followUp(account *account, a suite.Attempt, retries int) suite.Cause {
	switch {
	case !a.Outcome.Bad():
		return ""
	case a.Cause == suite.Diagnosis:
		return l.followDiagnosis(account, a)
	case account.retries < retries:
		account.retries++
		return suite.Retry
	case l.x.Diagnose && retries == 0 && a.Cause != suite.Suspect && account.diagnoses == 0:
		account.diagnoses++
		return suite.Diagnosis
	}
	return ""
}

// followDiagnosis has a test that failed alone, too, run once more when nothing
// runs beside it: it may share with others what nobody has a clone of. What hangs
// has taken long enough.
func (l *ledger) followDiagnosis(account *account, a suite.Attempt) suite.Cause {
	if account.diagnoses++; account.diagnoses > 2 {
		l.inVain++
		return ""
	}
	if !l.company || a.Outcome == suite.Timeout {
		return ""
	}
	return suite.Diagnosis
}

// vain is how many tests failed beside nothing, too.
func (l *ledger) vain() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inVain
}

// failures counts the tests that have failed and not passed since, and are not excused.
func (l *ledger) failures() int {
	n := 0
	for _, id := range l.failed {
		if a := l.tests[id]; a.verdict == suite.Failed && !a.excused {
			n++
		}
	}
	return n
}

// suspect notes a death that is charged to nobody.
func (l *ledger) suspect(d *death) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deaths = append(l.deaths, d)
}

// named are the first of the tests that were under way.
func (d *death) named() string {
	const most = 3
	var names []string
	for _, id := range d.underWay[:min(most, len(d.underWay))] {
		names = append(names, string(id))
	}
	if more := len(d.underWay) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// unsolved notes how a suspect did alone. It returns the death of which a was
// the last suspect, if nobody was convicted of it.
func (l *ledger) unsolved(a suite.Attempt) *death {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, d := range l.deaths {
		if a.Cause != suite.Suspect || !d.suspects[a.Test] {
			continue
		}
		delete(d.suspects, a.Test)
		d.convicted = d.convicted || a.Outcome == suite.Crash || a.Outcome == suite.Timeout
		if len(d.suspects) == 0 {
			l.deaths = slices.Delete(l.deaths, i, i+1)
		}
		if len(d.suspects) == 0 && !d.convicted {
			return d
		}
		return nil
	}
	return nil
}

// skip notes that t was skipped with its whole unit.
func (l *ledger) skip(t suite.Test) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a := l.account(t.ID); a.verdict == suite.NotRun {
		a.verdict = suite.Skipped
	}
}

// result sums up all tests of p.
func (l *ledger) result(p plan.Plan, u *units) Result {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := Result{Verdicts: make(map[suite.ID]suite.Verdict, len(l.tests))}
	for _, lane := range p.Lanes {
		for _, id := range lane.Order() {
			r.Verdicts[id] = suite.NotRun
		}
	}
	for id, a := range l.tests {
		r.Verdicts[id] = a.verdict
	}
	for _, v := range r.Verdicts {
		r.Summary.Add(v)
	}
	r.Summary.Units = u.failed()
	for _, id := range l.failed {
		if l.tests[id].verdict == suite.Failed {
			r.Failed = append(r.Failed, id)
		}
	}
	return r
}
