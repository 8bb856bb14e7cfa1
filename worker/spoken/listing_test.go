package spoken

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker/workertest"
)

// shop answers describe and list.
func shop(a *workertest.Actor) {
	a.Hello(true)
	for {
		switch m := a.Hear(); {
		case m.Type == protocol.Bye:
			return
		case m.Type == protocol.Describe:
			a.Say(protocol.Message{Type: protocol.Project, Name: "shop", Settings: map[string]string{"versions": "{}"}})
		case len(m.Names) == 0:
			a.Say(protocol.Message{
				Type: protocol.Tests, Kind: "test", Names: []string{"orders.Refund.test_twice", "orders.Refund.test_once", "money.test_sum"},
				Groups: []string{"orders.Refund", "orders.Refund"}, Places: []string{"orders.py:12", `C:\shop\orders.py:x`},
			})
			a.Say(protocol.Message{Type: protocol.Tests, Kind: "plain", Names: []string{"docs.test_links"}})
			a.Say(protocol.Message{Type: protocol.Inventory, Text: "{}"})
		default:
			for _, label := range m.Names {
				if label == "money" {
					a.Say(protocol.Message{Type: protocol.Tests, Kind: "test", Names: []string{"money.test_sum"}})
				} else {
					a.Say(protocol.Message{Type: protocol.Problem, What: "label", Name: label, Text: "no module", Names: []string{"money"}})
				}
			}
			a.Say(protocol.Message{Type: protocol.Inventory})
		}
	}
}

func TestAListingIsWhatTheWorkerSays(t *testing.T) {
	w := start(t, shop)
	project, err := w.Describe(t.Context())
	if want := (Project{"shop", map[string]string{"versions": "{}"}}); err != nil || !cmp.Equal(project, want) {
		t.Errorf("Describe = %+v, %v, want %+v", project, err, want)
	}
	listing, err := w.List(t.Context(), nil)
	want := Listing{Inventory: "{}", Tests: []suite.Test{
		{ID: "orders.Refund.test_twice", Kind: suite.KindTest, Group: "orders.Refund", File: "orders.py", Line: 12},
		{ID: "orders.Refund.test_once", Kind: suite.KindTest, Group: "orders.Refund", File: `C:\shop\orders.py:x`},
		{ID: "money.test_sum", Kind: suite.KindTest},
		{ID: "docs.test_links", Kind: suite.KindPlain},
	}}
	if diff := cmp.Diff(want, listing); err != nil || diff != "" {
		t.Errorf("List: %v (-want +got):\n%s", err, diff)
	}
	if u := closed(t, w); u.Outcome != suite.Pass {
		t.Errorf("nothing was run, and it is %+v", u)
	}
}

func TestLabelsMeanWholeWords(t *testing.T) {
	for name, tt := range map[string]struct {
		labels []string
		want   []suite.ID // nil: an error
	}{
		"one that the worker knows": {[]string{"money"}, []suite.ID{"money.test_sum"}},
		"one part":                  {[]string{"test_once"}, []suite.ID{"orders.Refund.test_once"}},
		"a class":                   {[]string{"Refund"}, []suite.ID{"orders.Refund.test_twice", "orders.Refund.test_once"}},
		"one of each":               {[]string{"money", "test_links"}, []suite.ID{"money.test_sum", "docs.test_links"}},
		"a piece of a word":         {[]string{"Ref"}, nil},
		"nothing at all":            {[]string{""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			listing, err := start(t, shop).Select(t.Context(), tt.labels)
			var label *LabelError
			if tt.want == nil {
				if want := (LabelError{tt.labels[0], "no module", []string{"money"}}); !errors.As(err, &label) || !cmp.Equal(*label, want) {
					t.Errorf("Select(%q) = %v, %v, want %v", tt.labels, listing, err, &want)
				}
				return
			}
			var got []suite.ID
			for _, test := range listing.Tests {
				got = append(got, test.ID)
			}
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("Select(%q): %v (-want +got):\n%s", tt.labels, err, diff)
			}
		})
	}
}

// A process that does not list, for whatever reason, is told apart from others.
func TestAProcessThatDoesNotList(t *testing.T) {
	quick := func(o *Options) { o.Quiet = 50 * time.Millisecond }
	cases := map[string]struct {
		part func(*workertest.Actor)
		want error
	}{
		"knows nothing of the protocol": {
			func(a *workertest.Actor) { a.Print("3 tests passed\n") },
			&EndedError{"exit status 0", true, []byte("3 tests passed\n")},
		},
		"dies": {
			func(a *workertest.Actor) { a.Hello(false); a.Hear(); a.Print("no module named shop\n"); os.Exit(1) },
			&EndedError{"exit status 1", false, []byte("no module named shop\n")},
		},
		"hangs up": {
			func(a *workertest.Actor) { a.Hello(false); a.Hang(); time.Sleep(time.Hour) },
			&EndedError{"it closed its pipe to ptr", false, []byte{}},
		},
		"says that it can't": {
			func(a *workertest.Actor) {
				a.Hello(false)
				a.Say(protocol.Message{Type: protocol.Error, Text: "list: no checks.py"})
				forever(a)
			},
			errors.New("list: no checks.py"),
		},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := start(t, tt.part).List(t.Context(), nil)
			if diff := cmp.Diff(tt.want.Error(), err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("says nothing", func(t *testing.T) {
		_, err := start(t, forever, quick).List(t.Context(), nil)
		want := &SilentError{For: 50 * time.Millisecond, Mute: true}
		if err == nil || err.Error() != want.Error() {
			t.Errorf("List = %v, want %v", err, want)
		}
	})
	t.Run("says hello and no more", func(t *testing.T) {
		w := start(t, func(a *workertest.Actor) { a.Hello(true); forever(a) }, quick)
		for !w.book.hasGreeted() {
			time.Sleep(time.Millisecond)
		}
		_, err := w.List(t.Context(), nil)
		want := &SilentError{For: 50 * time.Millisecond}
		if err == nil || err.Error() != want.Error() {
			t.Errorf("List = %v, want %v", err, want)
		}
	})
	t.Run("is interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := start(t, forever)
		cancel()
		if _, err := w.List(ctx, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("List = %v, want %v", err, context.Canceled)
		}
	})
}
