package revisions_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/flaky/revisions"
)

// history is a test's that is flaky, at a rate, since a revision.
type history struct {
	since    int
	rate     float64
	absent   int // before this revision there is no such test
	broken   map[int]bool
	random   *rand.Rand
	switches int // from one revision to another, each of which costs a build
	last     int
}

func (h *history) probe(_ context.Context, revision, runs int) (failed bool, passed int, err error) {
	if revision != h.last {
		h.last, h.switches = revision, h.switches+1
	}
	switch {
	case revision < h.absent:
		return false, 0, revisions.ErrAbsent
	case h.broken[revision]:
		return false, 0, revisions.ErrUntestable
	}
	for range runs {
		if revision >= h.since && h.random.Float64() < h.rate {
			return true, passed, nil
		}
		passed++
	}
	return false, passed, nil
}

func TestTheFirstFlakyRevisionIsFound(t *testing.T) {
	const count, trials = 200, 100
	for _, rate := range []float64{1, 0.5, 0.2, 0.05} {
		random := rand.New(rand.NewPCG(1, uint64(rate*100)))
		right, sure, runs, switches := 0, 0, 0, 0
		for range trials {
			h := &history{since: random.IntN(count), rate: rate, random: random, last: -1}
			f, err := revisions.Search(t.Context(), revisions.Options{Probe: h.probe, Count: count, Alpha: 0.01, Runs: 20_000})
			if err != nil {
				t.Fatal(err)
			}
			if f.Certainty >= 0.99 {
				sure++
				if f.First == h.since {
					right++
				}
			}
			runs, switches = runs+f.Runs, switches+h.switches
		}
		t.Logf("rate %.2f: sure %d of %d, right %d; %d runs, %d builds", rate, sure, trials, right, runs/trials, switches/trials)
		// 100 times 1 % are 1; more than 5 would come up once in 1,700.
		if sure < trials*99/100 || sure-right > 5 {
			t.Errorf("rate %.2f: sure %d times of %d, right %d times", rate, sure, trials, right)
		}
	}
}

func TestWhatCannotBeTestedWidensTheAnswer(t *testing.T) {
	h := &history{since: 5, rate: 1, broken: map[int]bool{4: true, 5: true}, random: rand.New(rand.NewPCG(1, 1))}
	f, err := revisions.Search(t.Context(), revisions.Options{Probe: h.probe, Count: 12, Alpha: 0.01, Runs: 500})
	if err != nil || f.Low != 4 || f.High != 6 {
		t.Errorf("from %d to %d, %v; it should be 4 to 6", f.Low, f.High, err)
	}
}

func TestATestThatIsFlakySinceItsBirth(t *testing.T) {
	h := &history{since: 0, absent: 7, rate: 0.5, random: rand.New(rand.NewPCG(1, 1))}
	f, err := revisions.Search(t.Context(), revisions.Options{Probe: h.probe, Count: 12, Alpha: 0.01, Runs: 500})
	if err != nil || f.First != 7 || f.Certainty < 0.99 {
		t.Errorf("found %d (%.3f), %v; it should be 7", f.First, f.Certainty, err)
	}
}

func TestATestThatDoesNotFailIsNotSearchedFor(t *testing.T) {
	h := &history{since: 99, random: rand.New(rand.NewPCG(1, 1))}
	_, err := revisions.Search(t.Context(), revisions.Options{Probe: h.probe, Count: 12, Alpha: 0.01, Runs: 200})
	var unseen *revisions.NotSeenError
	if !errors.As(err, &unseen) || unseen.Runs != 100 {
		t.Errorf("error %v, want one of 100 runs", err)
	}
}

func TestTheAnswerIsWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(2, 60).Draw(t, "count")
		h := &history{
			since: rapid.IntRange(0, count-1).Draw(t, "since"), rate: rapid.Float64Range(0.05, 1).Draw(t, "rate"),
			random: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)),
		}
		spent := 0
		o := revisions.Options{Probe: h.probe, Count: count, Alpha: 0.01, Runs: rapid.IntRange(100, 3000).Draw(t, "runs")}
		o.Told = func(s revisions.Step) {
			if spent += s.Passed; s.Failed {
				spent++
			}
		}
		f, err := revisions.Search(t.Context(), o)
		if err != nil {
			return // by bad luck it never failed
		}
		if f.Low > f.First || f.First > f.High || f.Runs > o.Runs || f.Runs != spent {
			t.Fatalf("%+v after %d runs", f, spent)
		}
	})
}
