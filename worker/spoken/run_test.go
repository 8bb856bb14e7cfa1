package spoken

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// everything is a batch in which each sort of message comes up.
func everything(a *workertest.Actor) {
	a.Hello(true)
	a.Hear()
	a.Print("set-up\n")
	a.Begin("good")
	a.Print("half a line")
	a.Say(protocol.Message{Type: protocol.Leak, Test: "good", What: "open file", Text: "fd 9"})
	a.Say(protocol.Message{Type: "rumour", Test: "good", Text: "of a newer worker"})
	a.Say(protocol.Message{Type: protocol.Leak, Test: "setUpClass (Shop)", What: "open file", Text: "fd 7"})
	a.End(protocol.Message{Test: "good", Outcome: "pass", Nanoseconds: 1000})
	a.Begin("bad")
	a.Print("going wrong")
	a.Say(protocol.Message{Type: protocol.Statement, Test: "bad", Number: 1, At: time.Now().UnixNano(), Text: "SELECT 1"})
	a.Say(protocol.Message{Type: protocol.Answer, Test: "bad", Number: 1, Nanoseconds: 5, Text: "1 row"})
	a.Say(protocol.Message{Type: protocol.Attempt, Test: "bad (i=1)", Parent: "bad", Outcome: "fail", Failure: "i is 1", Text: "whole story\n"})
	a.Say(protocol.Message{Type: protocol.Attempt, Test: "other (i=1)", Parent: "not in the batch", Outcome: "fail"})
	a.End(protocol.Message{Test: "bad", Outcome: "fail", Failure: "1 of them \xff", Text: "Traceback\n"})
	a.Say(protocol.Message{Type: protocol.Fixture, Name: "tearDown (Shop)", Outcome: "fail", Failure: "no till", Text: "Traceback\n"})
	passes(a, "good", "again\n")
	a.Done(1)
	a.Hear()
}

func TestWhatAWorkerTellsIsReported(t *testing.T) {
	w := start(t, everything)
	got, err := run(t, w, 0, "good", "bad", "good")
	if err != nil {
		t.Fatal(err)
	}
	want := []suite.Attempt{
		{Test: "good", Outcome: suite.Pass, Duration: 1000, Output: []byte("half a line"), Leaks: []suite.Leak{{Kind: "open file", What: "fd 9"}}},
		{Test: "bad (i=1)", Parent: "bad", Outcome: suite.Fail, Failure: "i is 1", Output: []byte("whole story\n")},
		{
			Test: "bad", Outcome: suite.Fail, Failure: "1 of them \ufffd", Output: []byte("going wrong\nTraceback\n"),
			Statements: []suite.Statement{{Number: 1, Text: "SELECT 1", Duration: 5, Result: "1 row"}},
		},
		{Test: "good", Outcome: suite.Pass, Output: []byte("again\n")},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(suite.Statement{}, "After")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantUnit := suite.UnitResult{
		Unit: "shop", Outcome: suite.Fail, Reason: "tearDown (Shop) failed",
		Output: []byte("set-up\ntearDown (Shop): no till\nTraceback\n"),
		Left:   []suite.Leftover{{Of: "setUpClass (Shop)", Kind: "open file", What: "fd 7"}},
	}
	if diff := cmp.Diff(wantUnit, closed(t, w)); diff != "" {
		t.Errorf("the unit (-want +got):\n%s", diff)
	}
}

// Nothing but the order in which things arrive says then what is whose.
func TestWithoutMarksOutputGoesByTheMessages(t *testing.T) {
	b := newBook("K3N7")
	b.enter(protocol.Message{Type: protocol.Hello, Version: 1})
	b.open(1, tests("one", "two"))
	b.print([]byte("set-up\n"))
	for _, name := range []string{"one", "two"} {
		b.enter(protocol.Message{Type: protocol.Begin, Test: name})
		b.print([]byte("said by " + name + "\n"))
		b.enter(protocol.Message{Type: protocol.Attempt, Test: name, Outcome: "pass"})
		b.print([]byte("and a little late\n"))
	}
	b.enter(protocol.Message{Type: protocol.Done, Batch: 1})
	if !b.finished(true) {
		t.Error("the batch has not ended")
	}
	var got []suite.Attempt
	for _, e := range b.take() {
		if e, ok := e.(worker.Ended); ok {
			got = append(got, e.Attempt)
		}
	}
	want := []string{"one: said by one\nand a little late\n", "two: said by two\nand a little late\n"}
	if diff := cmp.Diff(want, outputs(got)); diff != "" || string(b.outside.Bytes()) != "set-up\n" {
		t.Errorf("outside %q, (-want +got):\n%s", b.outside.Bytes(), diff)
	}
}

// A worker that knows no time, or another one, has no test time out for it.
func TestAClockThatIsWrongCostsNoTest(t *testing.T) {
	for name, at := range map[string]int64{"none": 0, "seconds": time.Now().Unix(), "the future": time.Now().Add(time.Hour).UnixNano()} {
		b := newBook("K3N7")
		b.open(1, tests("one"))
		b.begin(b.tests["one"], at)
		l := b.limit(worker.Batch{Tests: tests("one"), Limit: within(time.Minute)})
		if left := time.Until(l.at); left > time.Minute || left < 0 {
			t.Errorf("%s: the limit is in %v", name, left)
		}
	}
}

// A mark that never comes costs a moment and no outcome.
func TestOutputThatEndsEarlyKeepsNobodyWaiting(t *testing.T) {
	for name, part := range map[string]func(*workertest.Actor){
		"no mark of the batch's end": func(a *workertest.Actor) {
			a.Hello(true)
			a.Hear()
			a.Begin("one")
			a.Print("said\n")
			a.Say(protocol.Message{Type: protocol.Attempt, Test: "one", Outcome: "pass"})
			a.Say(protocol.Message{Type: protocol.Done, Batch: 1})
			a.Hear()
		},
		"standard output and error closed": func(a *workertest.Actor) {
			a.Hello(true)
			a.Hear()
			a.Begin("one")
			a.Print("said\n")
			os.Stdout.Close()
			os.Stderr.Close()
			a.End(protocol.Message{Test: "one", Outcome: "pass"})
			a.Done(1)
			a.Hear()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, part)
			got, err := run(t, w, time.Minute, "one")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"one: said\n"}, outputs(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if u := closed(t, w); u.Outcome != suite.Pass {
				t.Errorf("the unit: %+v", u)
			}
		})
	}
}

// A test that the batch does not have is no test's business, but it is counted,
// by its worker and here.
func TestAStrayTestTakesNobodysOutput(t *testing.T) {
	w := start(t, func(a *workertest.Actor) {
		a.Hello(true)
		for batch := a.Hear(); batch.Type == protocol.Run; batch = a.Hear() {
			passes(a, "stray", "mine\n")
			passes(a, batch.Names[0], batch.Names[0]+" speaks\n")
			a.Done(batch.Batch)
		}
	})
	for _, name := range []suite.ID{"one", "two"} {
		got, err := run(t, w, 0, name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{string(name) + ": " + string(name) + " speaks\n"}, outputs(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestKindsAreNotRunBackwards(t *testing.T) {
	w := start(t, everything)
	w.kind = suite.KindPlain
	if _, err := run(t, w, 0, "good"); err != worker.ErrKindPassed {
		t.Errorf("Run = %v, want %v", err, worker.ErrKindPassed)
	}
}
