package app

import (
	"fmt"
	"sync"

	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// An undisturbed hears of tests that failed alone, too, while others ran beside them, and
// passed when nothing did. It is safe for concurrent use.
type undisturbed struct {
	mu     sync.Mutex
	failed map[suite.ID]bool // alone
	passed map[suite.ID]bool // once nothing was beside them
}

func newUndisturbed() *undisturbed {
	return &undisturbed{failed: map[suite.ID]bool{}, passed: map[suite.ID]bool{}}
}

func (u *undisturbed) see(e suite.Event) {
	end, ok := e.(suite.Ended)
	if !ok || end.Parent != "" || end.Cause != suite.Diagnosis {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.passed[end.Test] = u.failed[end.Test] && end.Outcome.Good()
	u.failed[end.Test] = end.Outcome.Bad()
}

// notes say what such tests have in common, and how they pass.
func (u *undisturbed) notes(r run.Result) []suite.Note {
	u.mu.Lock()
	defer u.mu.Unlock()
	n := 0
	for _, id := range r.Failed {
		if u.passed[id] {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []suite.Note{{Topic: "beside", Text: fmt.Sprintf(
		"%d of %d failing tests passed with nothing beside them: they depend on time, or tests of other workers use the same file, port or server, "+
			"of which there are no clones; ptr run --workers 1 runs one after the other, and a group in ptr.toml keeps apart those that meet", n, len(r.Failed))}}
}
