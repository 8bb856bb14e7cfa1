package run_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A usedFrom watcher's clone is used from some time of the run on; never, if
// that is 0.
type usedFrom struct {
	oneRow
	begin time.Time
	from  time.Duration
}

func (w *usedFrom) Used(context.Context) (bool, error) {
	return w.from > 0 && time.Since(w.begin) >= w.from, nil
}

func sleeps(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
	time.Sleep(2 * time.Second)
	return passes(w, b, report)
}

func TestUsersAreWarnedEarlyOfClonesThatNobodyUses(t *testing.T) {
	const never = 0
	for name, tt := range map[string]struct {
		used [2]time.Duration // from when on, in each of two workers
		runs time.Duration
		want []string
	}{
		"nobody":                    {[2]time.Duration{never, never}, time.Minute, []string{"10s [default]"}},
		"one worker from the start": {[2]time.Duration{never, time.Second}, time.Minute, nil},
		"one worker after a while":  {[2]time.Duration{8 * time.Second, never}, time.Minute, nil},
		"one worker too late":       {[2]time.Duration{never, 30 * time.Second}, time.Minute, []string{"10s [default]"}},
		"nobody in a short run":     {[2]time.Duration{never, never}, 9 * time.Second, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				s := &script{does: map[suite.ID]func(*scripted, worker.Batch, func(worker.Event)) *worker.Death{}}
				var lanes []plan.Lane
				for i := range 2 {
					var tests []suite.Test
					for n := range int(tt.runs / (2 * time.Second)) {
						id := suite.ID(fmt.Sprintf("w%dt%d", i, n))
						tests = append(tests, suite.Test{ID: id, Unit: fmt.Sprint("u", i), Kind: suite.KindTest})
						s.does[id] = sleeps
					}
					lanes = append(lanes, plan.Lane(plan.Pieces(tests)))
				}
				x := s.executor()
				x.NoSteal, x.MaxBatch = true, 1
				x.Lease = func(_ context.Context, lane, _ int) (run.Lease, error) {
					watch := &usedFrom{begin: begin, from: tt.used[lane-1]}
					return run.Lease{Watch: map[string]clone.Watcher{"default": watch}, Release: func(bool) error { return nil }}, nil
				}
				var got []string
				x.Unused = func(aliases []string) { got = append(got, fmt.Sprint(time.Since(begin), " ", aliases)) }
				if _, err := x.Run(t.Context(), plan.Plan{Lanes: lanes}, nil); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}
