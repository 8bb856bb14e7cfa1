//go:build unix

package command

import (
	"os"
	"sync"
	"testing"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// run runs tests on one worker and closes it.
func run(t *testing.T, f framework.Framework, limit func(suite.ID) time.Duration, ids ...suite.ID) ([]end, suite.UnitResult, error) {
	t.Helper()
	w := begin(t, f, worker.Place{Env: os.Environ()})
	var ends []end
	runErr := w.Run(t.Context(), batch(limit, ids...), collect(&ends))
	result, err := w.Close(t.Context())
	if err != nil {
		t.Error(err)
	}
	return ends, result, runErr
}

func begin(t *testing.T, f framework.Framework, place worker.Place) worker.Worker {
	t.Helper()
	w, err := f.Start(t.Context(), "unit", place)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func batch(limit func(suite.ID) time.Duration, ids ...suite.ID) worker.Batch {
	b := worker.Batch{Limit: limit}
	for _, id := range ids {
		b.Tests = append(b.Tests, suite.Test{ID: id, Unit: "unit", Kind: suite.KindTest})
	}
	return b
}

func collect(ends *[]end) func(worker.Event) {
	return func(e worker.Event) {
		if e, ok := e.(worker.Ended); ok {
			*ends = append(*ends, end{e.Test, e.Outcome, e.Failure, string(e.Output)})
		}
	}
}

// waitFor returns when there is a file called name.
func waitFor(name string) {
	for {
		if _, err := os.Stat(name); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// A keeper checks, whenever it is told of a process, that there is no file.
type keeper struct {
	t      *testing.T
	file   string
	refuse error

	mu                sync.Mutex
	adopted, released []int
}

func (k *keeper) Adopt(pid int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.adopted = append(k.adopted, pid)
	time.Sleep(20 * time.Millisecond) // time enough to do something too early
	if _, err := os.Stat(k.file); err == nil && len(k.adopted) == 1 {
		k.t.Error("the process ran before it was adopted")
	}
	return k.refuse
}

func (k *keeper) Release(pid int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.released = append(k.released, pid)
	return nil
}
