package spoken

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// teardown is how long a process may take after its last test.
const teardown = time.Minute

// Close implements [worker.Worker].
func (w *Worker) Close(ctx context.Context) (suite.UnitResult, error) {
	if w.closed {
		return w.result, nil
	}
	w.closed = true
	killed := w.dismiss(ctx)
	w.drain()
	w.child.Close()
	w.result = w.judge(killed, ctx.Err() != nil)
	return w.result, w.child.Swept()
}

// dismiss lets the process end in its own way, and reports whether it had to be
// killed.
func (w *Worker) dismiss(ctx context.Context) (killed bool) {
	_ = w.child.Input.SetWriteDeadline(time.Now().Add(time.Second))
	_ = protocol.Write(w.child.Input, protocol.Message{Type: protocol.Bye}) // if it is gone, the better
	w.child.Input.Close()
	ctx, cancel := context.WithTimeout(ctx, teardown)
	defer cancel()
	select {
	case <-w.child.Exited():
		return false
	case <-ctx.Done():
		w.child.Quit()
		w.await(parting)
		return true
	}
}

// judge says what became of the unit in this process, beyond its tests. Of one that
// was killed since the run was interrupted nothing is known.
func (w *Worker) judge(killed, interrupted bool) suite.UnitResult {
	b := w.book
	b.mu.Lock()
	defer b.mu.Unlock()
	state := w.child.State()
	result := suite.UnitResult{Unit: w.unit, Outcome: suite.Pass, Output: b.outside.Bytes(), CPU: state.CPU, Left: b.leftovers}
	switch {
	case len(b.broken) > 0:
		result.Outcome, result.Reason = suite.Fail, strings.Join(b.broken, ", ")+" failed"
		result.Output = append(result.Output, b.why...)
	case w.batch == 0, b.refused != "", interrupted && (killed || w.death != nil), w.death != nil && b.total > 0:
		// Nothing was asked of it, its death or its refusal has been told, or nobody waited for it.
	case killed:
		result.Outcome, result.Reason = suite.Fail, fmt.Sprintf("it did not end within %v", teardown)
	case b.total == 0:
		result.Outcome, result.Reason = suite.Fail, "died before its first test: "+state.Text
	case state.Code != 0:
		result.Outcome, result.Reason = suite.Fail, "ended badly after its last test: "+state.Text
	}
	return result
}
