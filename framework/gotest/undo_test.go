package gotest_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

func TestVariablesArePutBackInPlace(t *testing.T) {
	fw, z := build(t, gotest.Options{Variables: true}, "./polluter")
	w := closely(t, fw, "example.com/zoo/polluter")
	tell(t, w, z.tests(t, "polluter", "TestNothing"))
	registry := suite.Thing{Kind: suite.ThingVariable, Name: "example.com/zoo/polluter.registry"}
	for range 2 { // what is put back can be changed, and put back again
		registered := tell(t, w, z.tests(t, "polluter", "TestRegister")).attempts["TestRegister"].Changes
		want := []suite.Change{{Where: registry.Name, Old: "[]", New: `["x":[7]]`}}
		if diff := cmp.Diff(want, registered); diff != "" {
			t.Errorf("TestRegister (-want +got):\n%s", diff)
		}
		if err := w.(worker.Undoer).Undo(t.Context(), []suite.Thing{registry}, ""); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatIsNotKnownIsNotPutBack(t *testing.T) {
	fw, z := build(t, gotest.Options{Variables: true}, "./polluter")
	thing := []suite.Thing{{Kind: suite.ThingVariable, Name: "example.com/zoo/polluter.nowhere"}}
	for _, close := range []bool{true, false} {
		w := z.start(t, fw, "polluter")
		if close {
			w = closely(t, fw, "example.com/zoo/polluter")
		}
		tell(t, w, z.tests(t, "polluter", "TestNothing"))
		if err := w.(worker.Undoer).Undo(t.Context(), thing, ""); !errors.Is(err, suite.ErrNotPutBack) {
			t.Errorf("Undo: %v", err)
		}
		if got := tell(t, w, z.tests(t, "polluter", "TestNothing")).attempts["TestNothing"].Outcome; got != suite.Pass {
			t.Errorf("after that a test ends with %s", got)
		}
	}
}

func TestOfATestThatIsLookedAtCloselyAllIsTold(t *testing.T) {
	fw, z := ledger(t)
	w := closely(t, fw, "example.com/zoo/ledger")
	got := tell(t, w, z.tests(t, "ledger", "TestEveryWay")).attempts["TestEveryWay"].Statements
	if len(got) < 2 || got[1].Result != "2 rows" || got[1].First == "" || got[1].Digest == "" {
		t.Errorf("statements %+v, want the second to have rows", got)
	}
}

// closely starts a process that is looked at closely.
func closely(t *testing.T, fw *gotest.Framework, unit string) worker.Worker {
	t.Helper()
	w, err := fw.Start(t.Context(), unit, worker.Place{Worker: 1, Env: os.Environ(), TempDir: t.TempDir(), Closely: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := w.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return w
}
