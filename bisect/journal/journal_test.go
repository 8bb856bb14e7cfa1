package journal_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/journal"
	"github.com/ptr-project/ptr/suite"
)

// A counter runs trials of a suite in which b makes v fail, and fails itself after so
// many.
type counter struct{ ran, most int }

var errKilled = errors.New("killed")

func (c *counter) probe(_ context.Context, t suite.Trial) ([]suite.Attempt, error) {
	if c.ran == c.most {
		return nil, errKilled
	}
	c.ran++
	var attempts []suite.Attempt
	polluted := false
	for _, id := range t.Order {
		a := suite.Attempt{Test: id, Outcome: suite.Pass}
		if id == "v" && polluted {
			a.Outcome, a.Failure = suite.Fail, "a row"
		}
		polluted = polluted || id == "b"
		attempts = append(attempts, a)
	}
	return attempts, nil
}

func search(t *testing.T, p suite.Probe) (bisect.Finding, error) {
	return bisect.Search(t.Context(), bisect.Options{
		Probe: p, Workers: 1, Victim: "v", Order: suite.Order{"a", "b", "c", "d", "e", "f"}, Seed: 7, Alpha: 0.001,
	})
}

func TestASearchThatWasCutGoesOn(t *testing.T) {
	whole := counter{most: -1}
	want, err := search(t, whole.probe)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "search.jsonl")
		first := counter{most: rapid.IntRange(0, whole.ran-1).Draw(rt, "cut after")}
		j, err := journal.Create(path, journal.Head{Seed: 7})
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := search(t, j.Probe(first.probe)); !errors.Is(err, errKilled) {
			rt.Fatalf("the first search ended with %v", err)
		}
		torn := rapid.Bool().Draw(rt, "torn")
		if torn {
			tear(rt, path)
		}
		second := counter{most: -1}
		if j, err = journal.Open(path); err != nil {
			rt.Fatal(err)
		}
		got, err := search(t, j.Probe(second.probe))
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Error(diff)
		}
		lost := 0
		if torn && first.ran > 0 {
			lost = 1
		}
		if j.Replayed() != first.ran-lost || second.ran != whole.ran-first.ran+lost {
			rt.Errorf("%d replayed, %d run, after %d of %d", j.Replayed(), second.ran, first.ran, whole.ran)
		}
		if err := j.Remove(); err != nil {
			rt.Error(err)
		}
	})
}

// tear takes the end of the last line away, unless it is the first.
func tear(t *rapid.T, path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(text, []byte("\n")) > 1 {
		err = os.WriteFile(path, text[:len(text)-3], 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenKnowsWhatIsNoJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.jsonl")
	if _, err := journal.Open(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	for text, none := range map[string]bool{"": true, `{"print"`: true, "nonsense\n": false, "{}\nnonsense\n": false} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Open(path); err == nil || errors.Is(err, os.ErrNotExist) != none {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Whatever a journal holds, it opens or there is an error.
func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"print":"x","seed":1}` + "\n" + `{"trial":"00","ends":[{"o":"pass"}]}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "search.jsonl")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if j, err := journal.Open(path); err == nil {
			if err := j.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// A failure that is recalled is the one that it was, also where an exception tells it from
// others.
func TestWhatWasRaisedIsRecalled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "search.jsonl")
	failed := suite.Attempt{Test: "v", Outcome: suite.Fail, Failure: "AssertionError: 1 != 0", Raised: []suite.Exception{
		{Type: "AssertionError", Message: "1 != 0", Frames: []suite.Frame{{File: "shop/tests.py", Line: 7, Function: "test_v", Locals: map[string]string{"n": "1"}}}},
	}}
	probe := func(context.Context, suite.Trial) ([]suite.Attempt, error) { return []suite.Attempt{failed}, nil }
	trial := suite.Trial{Order: suite.Order{"v"}}
	j, err := journal.Create(path, journal.Head{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Probe(probe)(t.Context(), trial); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if j, err = journal.Open(path); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	again, err := j.Probe(nil)(t.Context(), trial)
	if err != nil || len(again) != 1 || suite.SignatureOf(again[0]) != suite.SignatureOf(failed) {
		t.Errorf("it is recalled as %+v, %v", again, err)
	}
}
