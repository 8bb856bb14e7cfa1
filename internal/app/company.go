package app

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// company notes over how many workers each unit was split. Several workers tell
// it at the same time.
type company struct {
	mu      sync.Mutex
	workers map[string]map[int]bool // by unit
}

func newCompany() *company { return &company{workers: map[string]map[int]bool{}} }

func (c *company) see(e suite.Event) {
	a, ok := e.(suite.Ended)
	if !ok || a.Parent != "" || a.Cause != suite.Planned && a.Cause != suite.Repeat {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.workers[a.Unit] == nil {
		c.workers[a.Unit] = map[int]bool{}
	}
	if workers := c.workers[a.Unit]; !workers[a.Worker] {
		workers[a.Worker] = true
	}
}

// mostAccused is how many failed tests history is asked about.
const mostAccused = 20

// dependents names the failed tests of units that were split over more workers
// than when these tests last passed: what broke them need not be the code.
func (s *Session) dependents(ctx context.Context, now history.Run, tests []suite.Test, c *company, r run.Result) []suite.Note {
	units := make(map[suite.ID]string, len(tests))
	if len(r.Failed) > 0 {
		for _, t := range tests {
			units[t.ID] = t.Unit
		}
	}
	var notes []suite.Note
	for _, id := range r.Failed[:min(len(r.Failed), mostAccused)] {
		workers := len(c.workers[units[id]])
		if workers < 2 || r.Verdicts[id] != suite.Failed {
			continue
		}
		past, err := s.DB.Outcomes(ctx, now, id, 1)
		if err != nil || len(past) == 0 || past[0].Verdict != suite.Passed || past[0].Workers >= workers {
			continue
		}
		notes = append(notes, suite.Note{Topic: "order", Text: dependent(id, workers, past[0], now)})
	}
	return notes
}

// dependent is certain where the code is known to be the same.
func dependent(id suite.ID, workers int, past history.Past, now history.Run) string {
	verdict := "depends on which tests run before it"
	same := past.Run.Revision == now.Revision && now.Revision != "" && !strings.HasSuffix(now.Revision, Dirty)
	if !same {
		verdict = "may depend on which tests run before it"
	}
	return fmt.Sprintf("%s %s: it passed in run %s, when its package was on %s, and failed on one of %d; --keep-together keeps tests on one worker",
		id, verdict, past.Run.ID, console.Plural(past.Workers, "worker"), workers)
}
