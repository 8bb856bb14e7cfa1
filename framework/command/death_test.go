//go:build unix

package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

func TestDeaths(t *testing.T) {
	cases := map[string]struct {
		id    suite.ID
		limit time.Duration
		want  worker.Death
	}{
		"by a signal": {"echo last words; kill -SEGV $$", 0, worker.Death{
			Reason: "signal: segmentation fault", Outcome: suite.Crash, Output: []byte("last words\n"),
		}},
		"of what the shell runs": {"sh -c 'kill -9 $$'; exit $?", 0, worker.Death{
			Reason: "signal: killed", Outcome: suite.Crash,
		}},
		"by the time limit": {"echo slow; sleep 60", 300 * time.Millisecond, worker.Death{
			Reason: "timed out after 300ms", Outcome: suite.Timeout, Output: []byte("slow\n"),
		}},
		"by the time limit, whatever it traps": {"trap '' TERM INT HUP; echo slow; sleep 60; sleep 60", 300 * time.Millisecond, worker.Death{
			Reason: "timed out after 300ms", Outcome: suite.Timeout, Output: []byte("slow\n"),
		}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := func(suite.ID) time.Duration { return tt.limit }
			ends, _, err := run(t, New(Options{Dir: t.TempDir(), Run: "exec 2>/dev/null; " + eval}), limit, tt.id, "never begun")
			tt.want.Charged, tt.want.UnderWay = tt.id, []suite.ID{tt.id}
			if diff := cmp.Diff(error(&tt.want), err); diff != "" || len(ends) > 0 {
				t.Errorf("ends %v, death (-want +got):\n%s", ends, diff)
			}
		})
	}
}

func TestTheEndOfTheContextInterrupts(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "begun")
	w := begin(t, New(Options{Dir: t.TempDir(), Run: eval}), worker.Place{Env: os.Environ()})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		waitFor(fifo)
		cancel()
	}()
	id := suite.ID("touch " + quote(fifo) + "; sleep 60")
	err := w.Run(ctx, batch(nil, id, "never begun"), func(worker.Event) {})
	var death *worker.Death
	if !errors.As(err, &death) || !death.Interrupted || !slices.Equal(death.UnderWay, []suite.ID{id}) {
		t.Errorf("death %+v", err)
	}
	err = w.Run(ctx, batch(nil, "true"), func(worker.Event) {})
	if !errors.As(err, &death) || !death.Interrupted {
		t.Errorf("when the context has ended already: %+v", err)
	}
}

// A process that a test leaves behind is ended, and its hold on the output
// keeps nobody waiting.
func TestAGrandchildIsEnded(t *testing.T) {
	dir := t.TempDir()
	got, _, err := run(t, New(Options{Dir: dir, Run: eval}), nil, "sleep 60 & echo $! >pid; echo done")
	if err != nil || len(got) != 1 || got[0].Output != "done\n" {
		t.Fatalf("%v, %v", got, err)
	}
	written, err := os.ReadFile(filepath.Join(dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(written)))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // until it is gone, or this test times out
		_, err = process.MarkOf(pid)
	}
	if !errors.Is(err, process.ErrGone) {
		t.Error(err)
	}
}
