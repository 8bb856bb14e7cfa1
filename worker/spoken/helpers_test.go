package spoken

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A process that plays a part is this test binary, running the test that it is
// for: there, start plays the part.
var stage = workertest.NewStage("PTR_SPOKEN_TEST")

// start starts a process that plays a part, and closes it at the test's end.
func start(t *testing.T, part func(*workertest.Actor), options ...func(*Options)) *Worker {
	t.Helper()
	return startKept(t, part, nil, options...)
}

// startKept is start with somebody who is told of the process.
func startKept(t *testing.T, part func(*workertest.Actor), keeper worker.Keeper, options ...func(*Options)) *Worker {
	t.Helper()
	stage.Play(t, part)
	args, env := stage.Command(t)
	o := Options{Unit: "shop", Nonce: "K3N7"}
	for _, set := range options {
		set(&o)
	}
	w, err := Start(worker.Command{Path: args[0], Args: args[1:], Dir: t.TempDir(), Env: env, Keeper: keeper}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close(context.WithoutCancel(t.Context())) })
	return w
}

func tests(names ...suite.ID) []suite.Test {
	var all []suite.Test
	for _, name := range names {
		all = append(all, suite.Test{ID: name, Unit: "shop", Kind: suite.KindTest})
	}
	return all
}

// within is a time limit for every test.
func within(limit time.Duration) func(suite.ID) time.Duration {
	return func(suite.ID) time.Duration { return limit }
}

// run runs tests on w, and tells what ended, without times.
func run(t *testing.T, w *Worker, limit time.Duration, names ...suite.ID) ([]suite.Attempt, error) {
	t.Helper()
	var ended []suite.Attempt
	err := w.Run(t.Context(), worker.Batch{Tests: tests(names...), Limit: within(limit)}, func(e worker.Event) {
		if e, ok := e.(worker.Ended); ok {
			if e.Start.IsZero() {
				t.Errorf("nobody knows when %s began", e.Test)
			}
			e.Start = time.Time{}
			ended = append(ended, e.Attempt)
		}
	})
	return ended, err
}

// passes begins and ends a test that prints text.
func passes(a *workertest.Actor, test, text string) {
	a.Begin(test)
	a.Print(text)
	a.End(protocol.Message{Test: test, Outcome: "pass"})
}

// closed is what becomes of the unit.
func closed(t *testing.T, w *Worker) suite.UnitResult {
	t.Helper()
	result, err := w.Close(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	result.CPU = 0
	return result
}

// death is the death that err is.
func death(t *testing.T, err error) worker.Death {
	t.Helper()
	var d *worker.Death
	if !errors.As(err, &d) {
		t.Fatalf("Run = %v, want a death", err)
	}
	return *d
}

func outputs(attempts []suite.Attempt) []string {
	return slices.Collect(func(yield func(string) bool) {
		for _, a := range attempts {
			if !yield(string(a.Test) + ": " + string(a.Output)) {
				return
			}
		}
	})
}
