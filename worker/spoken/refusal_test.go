package spoken

import (
	"errors"
	"testing"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// What no worker may do ends the batch with an error that names it.
func TestABrokenPromiseIsNamed(t *testing.T) {
	answering := func(answer func(a *workertest.Actor, batch protocol.Message)) func(*workertest.Actor) {
		return func(a *workertest.Actor) {
			a.Hello(true)
			for m := a.Hear(); m.Type != protocol.Bye; m = a.Hear() {
				answer(a, m)
			}
		}
	}
	for want, part := range map[string]func(*workertest.Actor){
		"no such kind": answering(func(a *workertest.Actor, _ protocol.Message) {
			a.Say(protocol.Message{Type: protocol.Error, Text: "no such kind"})
		}),
		`malformed message "Hello, world": invalid character 'H' looking for beginning of value`: answering(func(a *workertest.Actor, _ protocol.Message) {
			a.SayRaw("Hello, world\n")
		}),
		`it said that one ended with "ok", which is no outcome`: answering(func(a *workertest.Actor, m protocol.Message) {
			a.Begin("one")
			a.End(protocol.Message{Test: "one", Outcome: "ok"})
			a.Done(m.Batch)
		}),
		`it said that one ended with "", which is no outcome`: answering(func(a *workertest.Actor, m protocol.Message) {
			a.Begin("one")
			a.End(protocol.Message{Test: "one"})
			a.Done(m.Batch)
		}),
		"it said that a batch was done, and not how two ended": answering(func(a *workertest.Actor, m protocol.Message) {
			passes(a, "one", "")
			a.End(protocol.Message{Test: "two", Outcome: "pass"}) // it never began
			a.Done(m.Batch)
		}),
		`it said "begin" before hello`: func(a *workertest.Actor) {
			a.Begin("one")
			for m := a.Hear(); m.Type != protocol.Bye; m = a.Hear() {
			}
		},
		"it speaks version 2 of the protocol, and ptr version 1": func(a *workertest.Actor) {
			a.Say(protocol.Message{Type: protocol.Hello, Version: 2})
			for m := a.Hear(); m.Type != protocol.Bye; m = a.Hear() {
			}
		},
	} {
		t.Run(want, func(t *testing.T) {
			_, err := run(t, start(t, part), time.Minute, "one", "two")
			if want := "the worker of shop: " + want; err == nil || err.Error() != want {
				t.Errorf("Run = %v, want %s", err, want)
			}
		})
	}
}

// What a test writes to every descriptor that it can find is told once, and costs nobody
// an outcome.
func TestWhatATestWritesToPtrsOwnDescriptorIsPassedOver(t *testing.T) {
	for name, noise := range map[string]string{
		"lines":                  "Hello, world\nand again\n",
		"what begins a line":     "Hello, world",
		"messages of nobody's":   `{"type":"noise"}` + "\n{}\n[]\n",
		"an outcome of nobody's": "x\n" + `{"type":"attempt","test":"three","outcome":"fail"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, func(a *workertest.Actor) {
				a.Hello(true)
				m := a.Hear()
				a.Begin("one")
				a.SayRaw(noise)
				a.End(protocol.Message{Test: "one", Outcome: "pass"})
				passes(a, "two", "")
				a.Done(m.Batch)
				a.Hear()
			})
			got, err := run(t, w, time.Minute, "one", "two")
			if err != nil || len(got) != 2 || got[0].Outcome != suite.Pass || got[1].Outcome != suite.Pass {
				t.Errorf("Run = %+v, %v, want two that passed", got, err)
			}
		})
	}
}

// A suite that its own runner would not run is no fault of the process's.
func TestAnUnfitSuiteSaysWhy(t *testing.T) {
	w := start(t, func(a *workertest.Actor) {
		a.Hello(true)
		a.Hear()
		a.Say(protocol.Message{Type: protocol.Error, What: "suite", Text: "run: no such model"})
		a.Hear()
	})
	_, err := run(t, w, time.Minute, "one")
	var unfit *UnfitError
	if !errors.As(err, &unfit) || unfit.Text != "run: no such model" {
		t.Errorf("Run = %v", err)
	}
	if got, err := w.Close(t.Context()); err != nil || got.Outcome != suite.Pass {
		t.Errorf("Close = %+v, %v", got, err)
	}
}

func TestAProblemInARunIsOfTheSuite(t *testing.T) {
	w := start(t, func(a *workertest.Actor) {
		a.Hello(true)
		a.Hear()
		a.Say(protocol.Message{Type: protocol.Problem, What: "check", Text: "mind the gap"})
		passes(a, "one", "")
		a.Done(1)
		a.Hear()
	})
	var got []worker.Event
	err := w.Run(t.Context(), worker.Batch{Tests: []suite.Test{{ID: "one"}}}, func(e worker.Event) { got = append(got, e) })
	if err != nil || len(got) == 0 || got[0] != (worker.Noticed{Text: "mind the gap"}) {
		t.Errorf("events %v, %v", got, err)
	}
}
