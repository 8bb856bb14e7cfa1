package run_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// A parting worker tears down what its last test shared: that leaves a row in table.
type parting struct {
	*scripted
	table *tables
}

func (w parting) Part(_ context.Context, next suite.ID) (suite.Parting, error) {
	w.table.write("torn down before " + string(next))
	return suite.Parting{Leaks: []suite.Leak{{Kind: suite.LeakEnv, What: "A=1"}}}, nil
}

func (w parting) Close(ctx context.Context) (suite.UnitResult, error) {
	w.table.write("torn down in the end")
	return w.scripted.Close(ctx)
}

// tables are a watcher of what was written since it was asked last.
type tables struct {
	rows     []suite.Change
	held     bool // by a transaction, until something is torn down
	restored []string
}

func (w *tables) write(row string) {
	w.held = false
	w.rows = append(w.rows, suite.Change{Where: "t", New: row})
}

func (w *tables) Used(context.Context) (bool, error) { return true, nil }
func (w *tables) Changes(context.Context, int) ([]suite.Change, error) {
	rows := w.rows
	w.rows = nil
	return rows, nil
}

func (w *tables) Restore(context.Context) error {
	if w.held {
		return clone.ErrBusy
	}
	w.restored = append(w.restored, "restored")
	return nil
}
func (w *tables) Close() error { return nil }

// parted runs tests of these groups, named by them and numbers, one after the other.
func parted(t *testing.T, s *script, isolation run.Isolation, watch *tables, groups ...string) {
	t.Helper()
	x := s.executor()
	x.Isolation = isolation
	x.Start = func(ctx context.Context, unit string, p worker.Place) (worker.Worker, error) {
		w, err := s.start(ctx, unit, p)
		return parting{w.(*scripted), watch}, err
	}
	x.Lease = func(context.Context, int, int) (run.Lease, error) {
		return run.Lease{Watch: map[string]clone.Watcher{"default": watch}, Release: func(bool) error { return nil }}, nil
	}
	tests := named("a", "b", "c", "d", "e")[:len(groups)]
	for i := range tests {
		tests[i].Group = groups[i]
	}
	s.execute(t, x, tests...)
}

func TestWhatATearDownLeavesIsItsOwn(t *testing.T) {
	s := &script{}
	parted(t, s, run.Verify, &tables{}, "A", "A", "B", "", "")
	row := func(text string) []suite.Change { return []suite.Change{{Alias: "default", Where: "t", New: text}} }
	env := []suite.Leak{{Kind: suite.LeakEnv, What: "A=1"}}
	want := map[suite.ID]*suite.Parting{
		"a": nil,
		"b": {Of: "the tear-down of A", Changes: row("torn down before c"), Leaks: env},
		"c": {Of: "the tear-down of B", Changes: row("torn down before d"), Leaks: env},
		"d": nil, // it shares nothing
		"e": nil,
	}
	var left []suite.Leftover
	got := map[suite.ID]*suite.Parting{}
	for _, e := range s.events {
		switch e := e.(type) {
		case suite.Ended:
			got[e.Test] = e.Parting
			if len(e.Changes) > 0 {
				t.Errorf("%s left %v, which a tear-down did", e.Test, e.Changes)
			}
		case suite.UnitEnded:
			left = e.Left
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("partings (-want +got):\n%s", diff)
	}
	wantLeft := []suite.Leftover{
		{Of: "the tear-down of A", Kind: suite.LeakRow, What: "default: t: new torn down before c"},
		{Of: "the tear-down of B", Kind: suite.LeakRow, What: "default: t: new torn down before d"},
	}
	if diff := cmp.Diff(wantLeft, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestWhatTheLastTearDownLeavesIsSeenToo(t *testing.T) {
	s := &script{}
	parted(t, s, run.Verify, &tables{}, "A")
	want := suite.Leftover{Of: "the tear-down of A", Kind: suite.LeakRow, What: "default: t: new torn down in the end"}
	if ended, ok := s.events[len(s.events)-1].(suite.UnitEnded); !ok || !slices.Equal(ended.Left, []suite.Leftover{want}) {
		t.Errorf("the last event is %+v, want what %v", s.events[len(s.events)-1], want)
	}
}

func TestADatabaseThatATransactionOfAClassHoldsIsRestoredWhenThatIsTornDown(t *testing.T) {
	for name, tt := range map[string]struct {
		groups    []string
		processes int
		restored  int
	}{
		"another class comes":      {[]string{"A", "A", "B"}, 1, 1},
		"nobody's transaction":     {[]string{"", "", ""}, 3, 0},
		"its own class comes next": {[]string{"A", "A", "A"}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			watch := &tables{}
			s := &script{does: behaviour{}}
			writes := func(w *scripted, b worker.Batch, report func(worker.Event)) *worker.Death {
				watch.rows, watch.held = append(watch.rows, suite.Change{Where: "t", New: "1"}), true
				return passes(w, b, report)
			}
			s.does["a"], s.does["b"], s.does["c"] = writes, writes, writes
			parted(t, s, run.Restore, watch, tt.groups...)
			if len(s.starts) != tt.processes || len(watch.restored) < tt.restored {
				t.Errorf("%d processes, restored %d times; want %d and %d", len(s.starts), len(watch.restored), tt.processes, tt.restored)
			}
		})
	}
}
