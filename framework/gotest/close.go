package gotest

import (
	"context"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// teardown is how long TestMain may take after the last test.
const teardown = time.Minute

// Close implements [worker.Worker].
func (s *session) Close(ctx context.Context) (suite.UnitResult, error) {
	if s.closed {
		return s.result, nil
	}
	s.closed = true
	killed := s.dismiss(ctx)
	s.drain()
	s.child.Close()
	s.result = s.judge(killed, ctx.Err() != nil)
	return s.result, s.child.Swept()
}

// dismiss lets the process end in its own way, and reports whether it had to be
// killed. Where the user doesn't want to wait, it is killed at once.
func (s *session) dismiss(ctx context.Context) (killed bool) {
	if !s.book.plain {
		_ = s.child.Input.SetWriteDeadline(time.Now().Add(time.Second))
		_ = protocol.Write(s.child.Input, protocol.Message{Type: protocol.Bye}) // if it is gone, the better
		s.child.Input.Close()
	}
	timer := time.NewTimer(teardown)
	defer timer.Stop()
	select {
	case <-s.child.Exited():
		return false
	case <-ctx.Done():
		s.await(0)
	case <-timer.C:
		s.child.Quit()
		s.await(parting)
	}
	return true
}

// judge says what became of the package in this process, beyond its tests. Of one
// that was killed since the run was interrupted nothing is known.
func (s *session) judge(killed, interrupted bool) suite.UnitResult {
	b := s.book
	b.mu.Lock()
	defer b.mu.Unlock()
	state := s.child.State()
	result := suite.UnitResult{
		Unit: b.unit, Outcome: suite.Pass, Output: b.outside.Bytes(), CPU: state.CPU,
	}
	switch code := state.Code; {
	case s.batch == 0, interrupted && (killed || s.death != nil), s.death != nil && b.begun > 0:
		// Nothing was asked of it, its death has been told, or nobody waited for it.
	case killed:
		result.Outcome, result.Reason = suite.Fail, fmt.Sprintf("TestMain did not end within %v", teardown)
	case b.begun == 0 && code == 0:
		result.Outcome, result.Reason = suite.Skip, "skipped by TestMain"
	case b.begun == 0:
		result.Outcome, result.Reason = suite.Fail, "died before its first test: "+state.Text
		result.Output = withoutTestFlags(result.Output)
	case code == 0, code == 1 && b.failed > 0:
		// The status just says that tests failed.
	default:
		result.Outcome, result.Reason = suite.Fail, "TestMain failed: "+state.Text
	}
	return result
}
