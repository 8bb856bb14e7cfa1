package spoken

import (
	"testing"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// obedient runs whatever it is told to; a test called slow is that.
func obedient(marks bool) func(*workertest.Actor) {
	return func(a *workertest.Actor) {
		a.Hello(marks)
		for m := a.Hear(); m.Type != protocol.Bye; m = a.Hear() {
			for _, name := range m.Names {
				a.Begin(name)
				if name == "slow" {
					time.Sleep(time.Hour)
				}
				a.End(protocol.Message{Test: name, Outcome: "pass"})
			}
			a.Done(m.Batch)
		}
	}
}

func TestConformance(t *testing.T) {
	for name, marks := range map[string]bool{"with marks": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			workertest.Run(t, workertest.Subject{
				Start: func(t *testing.T, place worker.Place) worker.Worker {
					return startKept(t, obedient(marks), place.Keeper)
				},
				Tests: tests("one", "two", "three"),
				Slow:  tests("slow")[0],
			})
		})
	}
}
