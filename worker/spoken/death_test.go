package spoken

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// dies runs one test to its end, and begins another, which does the worst.
func dies(worst func(a *workertest.Actor)) func(*workertest.Actor) {
	return func(a *workertest.Actor) {
		a.Hello(true)
		a.Hear()
		passes(a, "one", "innocent\n")
		a.Begin("two")
		a.Print("last words\n")
		worst(a)
	}
}

// forever waits until it is killed, or dismissed.
func forever(a *workertest.Actor) {
	for a.Hear().Type != protocol.Bye {
	}
}

func TestADeathLeavesWhatHadEnded(t *testing.T) {
	cases := map[string]struct {
		worst func(*workertest.Actor)
		limit time.Duration
		want  worker.Death
	}{
		"by an exit": {
			worst: func(*workertest.Actor) { os.Exit(3) },
			want:  worker.Death{Reason: "exit status 3"},
		},
		"by an exit that looks like success": {
			worst: func(*workertest.Actor) { os.Exit(0) },
			want:  worker.Death{Reason: "exit status 0"},
		},
		"by the time limit": {
			worst: forever, limit: time.Second,
			want: worker.Death{Reason: "timed out after 1s", Charged: "two", Outcome: suite.Timeout},
		},
		"by closing the pipe to ptr": {
			worst: func(a *workertest.Actor) { a.Hang(); forever(a) },
			want:  worker.Death{Reason: "a test closed descriptors that weren't its own"},
		},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			w := start(t, dies(tt.worst))
			ended, err := run(t, w, tt.limit, "one", "two", "three")
			got := death(t, err)
			// The stacks that a process prints when it is asked to end come behind.
			if words, _, _ := strings.Cut(string(got.Output), "SIGQUIT"); words != "last words\n" {
				t.Errorf("output %q", got.Output)
			}
			got.Output = nil
			tt.want.UnderWay = []suite.ID{"two"}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"one: innocent\n"}, outputs(ended)); diff != "" {
				t.Errorf("ended (-want +got):\n%s", diff)
			}
			if again, err := run(t, w, 0, "three"); len(again) > 0 || death(t, err).Reason != got.Reason {
				t.Errorf("after its death: %v, %v", again, err)
			}
			if u := closed(t, w); u.Outcome != suite.Pass {
				t.Errorf("the unit is charged, too: %+v", u)
			}
		})
	}
}

func TestTheEndOfTheContextKills(t *testing.T) {
	w := start(t, dies(forever))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := w.Run(ctx, worker.Batch{Tests: tests("one", "two")}, func(e worker.Event) {
		if e, ok := e.(worker.Began); ok && e.Test == "two" {
			cancel()
		}
	})
	if d := death(t, err); !d.Interrupted || d.Reason != "context canceled" || !cmp.Equal(d.UnderWay, []suite.ID{"two"}) {
		t.Errorf("%+v", d)
	}
}

// What a test asked its database when its process died is told with the death.
func TestADeathTellsStatements(t *testing.T) {
	w := start(t, dies(func(a *workertest.Actor) {
		a.Say(protocol.Message{Type: protocol.Statement, Test: "two", Number: 7, At: time.Now().UnixNano(), Text: "LOCK t"})
		os.Exit(1)
	}))
	_, err := run(t, w, 0, "one", "two")
	got := death(t, err).Statements["two"]
	if len(got) != 1 || got[0].Text != "LOCK t" || got[0].Result != "not answered" {
		t.Errorf("statements %+v", got)
	}
}

func TestAProcessThatEndsBetweenTests(t *testing.T) {
	t.Run("before its first has none under way", func(t *testing.T) {
		w := start(t, func(a *workertest.Actor) { a.Hello(true); a.Hear(); a.Print("no licence\n"); os.Exit(4) })
		_, err := run(t, w, 0, "one")
		if d := death(t, err); len(d.UnderWay) > 0 || string(d.Output) != "no licence\n" {
			t.Errorf("%+v", d)
		}
		want := suite.UnitResult{Unit: "shop", Outcome: suite.Fail, Reason: "died before its first test: exit status 4", Output: []byte("no licence\n")}
		if diff := cmp.Diff(want, closed(t, w)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("behind the last of a batch has run it", func(t *testing.T) {
		w := start(t, func(a *workertest.Actor) { a.Hello(true); a.Hear(); passes(a, "one", "x"); a.Done(1); os.Exit(5) })
		got, err := run(t, w, 0, "one")
		if err != nil || len(got) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		want := suite.UnitResult{Unit: "shop", Outcome: suite.Fail, Reason: "ended badly after its last test: exit status 5"}
		if diff := cmp.Diff(want, closed(t, w)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// A set-up, or a tear-down between two tests, that never ends is no test's, and
// has more time than one.
func TestWhatHangsOutsideOfTestsHasALimit(t *testing.T) {
	b := newBook("K3N7")
	batch := worker.Batch{Tests: tests("one", "two"), Limit: within(time.Hour)}
	b.open(1, batch.Tests)
	check := func(when string, want limit) {
		t.Helper()
		if got := b.limit(batch); got.test != want.test || got.took != want.took || !got.at.Equal(want.at) {
			t.Errorf("%s: limit %+v, want %+v", when, got, want)
		}
	}
	check("at the start", limit{b.heard.Add(time.Hour), "", time.Hour})
	batch.Limit = within(time.Second)
	check("at the start", limit{b.heard.Add(startLimit), "", startLimit})
	b.begin(b.tests["one"], 1)
	check("in a test", limit{b.tests["one"].heard.Add(time.Second), "one", time.Second})
	b.end(b.tests["one"], protocol.Message{Test: "one", Outcome: "pass"})
	check("between two", limit{b.heard.Add(startLimit), "", startLimit})
	batch.Limit = within(0)
	check("without limits", limit{})
}

// One that is still setting up when its run is called off is killed, and charged with nothing.
func TestAnInterruptedRunDoesNotWaitForTheEnd(t *testing.T) {
	w := start(t, dies(forever))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Run(ctx, worker.Batch{Tests: tests("one")}, func(worker.Event) {}); !death(t, err).Interrupted {
		t.Fatalf("Run = %v", err)
	}
	if got, err := w.Close(ctx); err != nil || got.Outcome != suite.Pass {
		t.Errorf("Close = %+v, %v", got, err)
	}
}
