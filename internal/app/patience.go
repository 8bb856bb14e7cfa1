package app

import (
	"sync"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// A Patience is for how long tests of trials are waited for. In a search a test that hangs
// hangs a few dozen times, so that it is given what it is known to take, many times over,
// instead of the ten minutes that it has in a run.
//
// The zero Patience knows nothing. Its methods are safe for concurrent use.
type Patience struct {
	mu    sync.Mutex
	took  map[suite.ID]time.Duration // the longest that a pass was seen to take
	hangs map[suite.ID]bool          // it was seen to time out
}

// How long a test is given: so many times what it took when it passed, and so much longer at
// least, before it was seen to hang and then; and if it hung and never was seen to pass.
const (
	manyTimes   = 20
	longer      = time.Minute
	longerHangs = 5 * time.Second
	neverPassed = time.Minute
)

// Of is for how long a test is waited for that has a limit in runs; 0 is none.
func (p *Patience) Of(id suite.ID, limit time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	took, passed := p.took[id]
	var given time.Duration
	switch {
	case !passed && !p.hangs[id]:
		return limit
	case !passed:
		given = neverPassed
	case p.hangs[id]:
		given = longerHangs + manyTimes*took
	default:
		given = longer + manyTimes*took
	}
	if limit > 0 {
		given = min(given, limit)
	}
	return given
}

// Passed is told how long a pass took.
func (p *Patience) Passed(id suite.ID, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.took == nil {
		p.took = map[suite.ID]time.Duration{}
	}
	p.took[id] = max(took, p.took[id])
}

// Hangs is told that a test timed out.
func (p *Patience) Hangs(id suite.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hangs == nil {
		p.hangs = map[suite.ID]bool{}
	}
	p.hangs[id] = true
}

// Took is the longest that a pass of a test was seen to take; ok is false if none was.
func (p *Patience) Took(id suite.ID) (took time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	took, ok = p.took[id]
	return took, ok
}

// see learns of an attempt.
func (p *Patience) see(a suite.Attempt) {
	switch a.Outcome {
	case suite.Pass:
		p.Passed(a.Test, a.Duration)
	case suite.Timeout:
		p.Hangs(a.Test)
	}
}
