package program

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker/spoken"
	"github.com/ptr-project/ptr/worker/workertest"
)

// answers says m, whatever it is asked.
func answers(m ...protocol.Message) func(*workertest.Actor) {
	return func(a *workertest.Actor) {
		a.Hello(true)
		for a.Hear().Type != protocol.Bye {
			for _, m := range m {
				a.Say(m)
			}
		}
	}
}

func lists(m protocol.Message) func(*workertest.Actor) {
	m.Type = protocol.Tests
	return answers(m, protocol.Message{Type: protocol.Inventory})
}

func TestAProgramIsOneUnit(t *testing.T) {
	f := suiteOf(t, answers(
		protocol.Message{Type: protocol.Problem, What: "import", Name: "orders.py", Text: "line 3 is no Python"},
		protocol.Message{Type: protocol.Tests, Kind: "test", Names: []string{"sum", "refund"}, Groups: []string{"", "till"}, Places: []string{"shop.py:3"}},
		protocol.Message{Type: protocol.Tests, Kind: "plain", Names: []string{"links"}},
		protocol.Message{Type: protocol.Inventory},
	), Options{Name: "shop"})
	got, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := f.(*program).Dir
	want := framework.Listing{
		Name:  "shop",
		Units: []suite.Unit{{Name: "shop", Dir: dir}},
		Tests: []suite.Test{
			{ID: "sum", Unit: "shop", Kind: suite.KindTest, File: "shop.py", Line: 3},
			{ID: "refund", Unit: "shop", Kind: suite.KindTest, Group: "till"},
			{ID: "links", Unit: "shop", Kind: suite.KindPlain},
		},
		Notes: []suite.Warned{{Text: "orders.py: line 3 is no Python"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestASuiteWithoutANameHasItsFolders(t *testing.T) {
	f := suiteOf(t, lists(protocol.Message{Kind: "test"}), Options{})
	got, err := f.List(t.Context(), nil)
	if want := filepath.Base(f.(*program).Dir); err != nil || got.Name != want {
		t.Errorf("name %q, %v, want %q", got.Name, err, want)
	}
}

// Every way of not listing has one error, and a way out.
func TestListErrorsShowAWayOut(t *testing.T) {
	cases := map[string]struct {
		part       func(*workertest.Actor)
		want, hint string
		quiet      time.Duration
	}{
		"it prints, and knows nothing of the protocol": {
			func(a *workertest.Actor) { a.Print("3 tests passed\n") },
			"it ended without a word of the protocol: exit status 0\n3 tests passed\n", "says hello on the pipe that PTR_WORKER names", 0,
		},
		"it dies": {
			func(a *workertest.Actor) { a.Hello(false); a.Print("no module named shop\n"); os.Exit(1) },
			"it ended: exit status 1\nno module named shop\n", "what it printed tells why", 0,
		},
		"it says an error": {
			answers(protocol.Message{Type: protocol.Error, Text: "no checks.py"}),
			"no checks.py", "the worker's to mend", 0,
		},
		"it says nothing": {
			func(a *workertest.Actor) { a.Hear(); a.Hear(); a.Hear() },
			"it has not said a word of the protocol for 100ms", "says hello on the pipe", 100 * time.Millisecond,
		},
		"a message is none": {
			func(a *workertest.Actor) { a.Hello(false); a.SayRaw("sum\n"); a.Hear(); a.Hear() },
			`malformed message "sum": invalid character 's' looking for beginning of value`, "the worker's to mend", 0,
		},
		"a name twice": {
			lists(protocol.Message{Kind: "test", Names: []string{"sum", "refund", "sum"}}),
			`it lists "sum" twice`, "the worker's to mend", 0,
		},
		"an empty name": {
			lists(protocol.Message{Kind: "test", Names: []string{""}}),
			"a test has no name", "the worker's to mend", 0,
		},
		"a name of two lines": {
			lists(protocol.Message{Kind: "test", Names: []string{"sum\nof all"}}),
			`the name "sum\nof all" has a control character`, "the worker's to mend", 0,
		},
		"a kind that is none": {
			lists(protocol.Message{Kind: "tests", Names: []string{"sum"}}),
			`the tests have kind "tests", which is none: use "test"`, "the worker's to mend", 0,
		},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			f := suiteOf(t, tt.part, Options{Quiet: tt.quiet})
			_, err := f.List(t.Context(), nil)
			var wrong *ListError
			if !errors.As(err, &wrong) {
				t.Fatalf("List: %v, want a *ListError", err)
			}
			if diff := cmp.Diff(tt.want, wrong.Err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !strings.Contains(wrong.Hint(), tt.hint) {
				t.Errorf("hint %q, want %q in it", wrong.Hint(), tt.hint)
			}
			if begin := "listing tests by "; !strings.HasPrefix(err.Error(), begin) {
				t.Errorf("error %q, want it to begin with %q", err, begin)
			}
		})
	}
}

func TestALabelIsTheProgramsToUnderstand(t *testing.T) {
	f := suiteOf(t, func(a *workertest.Actor) {
		a.Hello(true)
		for m := a.Hear(); m.Type != protocol.Bye; m = a.Hear() {
			for _, label := range m.Names {
				a.Say(protocol.Message{Type: protocol.Problem, What: "label", Name: label, Names: []string{"sum"}})
			}
			a.Say(protocol.Message{Type: protocol.Tests, Kind: "test", Names: []string{"sum"}})
			a.Say(protocol.Message{Type: protocol.Inventory})
		}
	}, Options{})
	if !f.IsPattern("anything") {
		t.Error("a label is not given to the program")
	}
	_, err := f.List(t.Context(), []string{"smu"})
	var label *spoken.LabelError
	if !errors.As(err, &label) || !cmp.Equal(*label, spoken.LabelError{Label: "smu", Like: []string{"sum"}}) {
		t.Errorf("List: %v", err)
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	for _, command := range []string{"no-such-program", "./no-such-program"} {
		_, err := New(Options{Dir: t.TempDir(), Command: []string{command, "x"}})
		var wrong *ListError
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Hint(), "a program on the PATH") {
			t.Errorf("New with %s: %v", command, err)
		}
	}
}

func TestTheEndOfTheContextIsNoFaultOfTheProgram(t *testing.T) {
	f := suiteOf(t, func(a *workertest.Actor) { a.Hello(true); a.Hear(); a.Hear() }, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var wrong *ListError
	if _, err := f.List(ctx, nil); !errors.Is(err, context.Canceled) || errors.As(err, &wrong) {
		t.Errorf("List: %v, want %v", err, context.Canceled)
	}
}
