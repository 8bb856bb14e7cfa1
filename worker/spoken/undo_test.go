package spoken

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker/workertest"
)

// partly runs a test of a class that is torn down before the next one begins.
func partly(a *workertest.Actor) {
	a.Hello(true)
	a.Hear()
	passes(a, "one", "")
	a.Done(1)
	if m := a.Hear(); m.Type != protocol.Undo || m.Test != "two" || len(m.Names) > 0 {
		return
	}
	a.Say(protocol.Message{Type: protocol.Statement, Test: "one", Number: 3, At: time.Now().UnixNano(), Text: "DELETE FROM t"})
	a.Say(protocol.Message{Type: protocol.Answer, Test: "one", Number: 3, Nanoseconds: 5})
	a.Say(protocol.Message{Type: protocol.Leak, Test: "tearDownClass (Shop)", What: "environment", Text: "A=1"})
	a.Say(protocol.Message{Type: protocol.Change, Test: "one", Name: "shop.x", Old: "1", New: "2"})
	a.Say(protocol.Message{Type: protocol.Undone})
	a.Hear()
}

func TestWhatATearDownDoesIsToldApart(t *testing.T) {
	w := start(t, partly, func(o *Options) { o.Undoes = true })
	ended, err := run(t, w, 0, "one")
	if err != nil || len(ended) != 1 || len(ended[0].Statements)+len(ended[0].Leaks)+len(ended[0].Changes) > 0 {
		t.Fatal(ended, err)
	}
	got, err := w.Part(t.Context(), "two")
	if err != nil {
		t.Fatal(err)
	}
	want := suite.Parting{
		Changes:    []suite.Change{{Where: "shop.x", Old: "1", New: "2"}},
		Leaks:      []suite.Leak{{Kind: "environment", What: "A=1"}},
		Statements: []suite.Statement{{Number: 1, Text: "DELETE FROM t", Duration: 5}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(suite.Statement{}, "After")); diff != "" {
		t.Errorf("Part (-want +got):\n%s", diff)
	}
	left := []suite.Leftover{{Of: "tearDownClass (Shop)", Kind: "environment", What: "A=1"}}
	if diff := cmp.Diff(left, closed(t, w).Left); diff != "" {
		t.Errorf("the unit left (-want +got):\n%s", diff)
	}
}

func TestAWorkerThatDoesNotKnowWhatToUndoIsPartsWithNothing(t *testing.T) {
	w := start(t, func(a *workertest.Actor) {
		a.Hello(true)
		a.Hear()
		passes(a, "one", "")
		a.Done(1)
		a.Hear()
	})
	if _, err := run(t, w, 0, "one"); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Part(t.Context(), "two"); err != nil || !cmp.Equal(got, suite.Parting{}) {
		t.Errorf("Part = %v, %v", got, err)
	}
}
