package spoken

import (
	"testing"
	"time"

	"github.com/ptr-project/ptr/protocol"
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
