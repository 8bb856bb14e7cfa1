package bisect_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/simulation"
	"github.com/ptr-project/ptr/suite"
)

// A process runs one kind of tests after the other: the victim never runs before tests of a
// kind that comes first, nor between them. Whoever of these makes it fail is found all the
// same, each of several and all who are needed, and so are those who make it pass.
func TestCulpritsOfAnEarlierKindAreFound(t *testing.T) {
	tests := map[string]struct {
		fails func(p *simulation.Process, ids []suite.ID) bool
		kind  bisect.Kind
		want  [][]int
	}{
		"one":                           {func(p *simulation.Process, ids []suite.ID) bool { return p.After(ids[7]) }, bisect.Victim, [][]int{{7}}},
		"two needed together":           {func(p *simulation.Process, ids []suite.ID) bool { return p.After(ids[3], ids[15]) }, bisect.Victim, [][]int{{3, 15}}},
		"one of each kind, both needed": {func(p *simulation.Process, ids []suite.ID) bool { return p.After(ids[3], ids[33]) }, bisect.Victim, [][]int{{3, 33}}},
		"three, each enough": {func(p *simulation.Process, ids []suite.ID) bool {
			return p.After(ids[0]) || p.After(ids[8]) || p.After(ids[19])
		}, bisect.Victim, [][]int{{0}, {8}, {19}}},
		"one of each kind, each enough": {func(p *simulation.Process, ids []suite.ID) bool { return p.After(ids[5]) || p.After(ids[25]) }, bisect.Victim, [][]int{{25}, {5}}},
		"what makes it pass":            {func(p *simulation.Process, ids []suite.ID) bool { return !p.After(ids[9]) }, bisect.Brittle, [][]int{{9}}},
		"nobody":                        {func(*simulation.Process, []suite.ID) bool { return true }, bisect.AlwaysFails, nil},
	}
	for name, tt := range tests {
		for _, workers := range []int{1, 2, 8} {
			t.Run(fmt.Sprint(name, ", workers: ", workers), func(t *testing.T) {
				s := simulation.New(40, 1)
				ids := s.Order
				s.Fails = func(p *simulation.Process) bool { return tt.fails(p, ids) }
				o := bisect.Options{
					Probe: inTurn(t, s.Probe, ids[:20]), Workers: workers, Victim: s.Victim, Earlier: ids[:20], Order: ids[20:], Alpha: 0.001, Seed: 1,
				}
				f, err := bisect.Search(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				var want [][]suite.ID
				for _, set := range tt.want {
					var of []suite.ID
					for _, i := range set {
						of = append(of, ids[i])
					}
					want = append(want, of)
				}
				var got [][]suite.ID
				for _, c := range f.Causes {
					got = append(got, c.Tests)
				}
				if f.Kind != tt.kind || fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s of %v, want %s of %v", f.Kind, got, tt.kind, want)
				}
			})
		}
	}
}

// What fails only now and then behind a test of an earlier kind, or also by itself, or after
// its own runs, has its culprit named, too.
func TestCulpritsOfAnEarlierKindThatSeldomWorkAreFound(t *testing.T) {
	tests := map[string]func(p *simulation.Process, polluted bool) bool{
		"works at .4":                     func(p *simulation.Process, polluted bool) bool { return polluted && p.Chance(.4) },
		"fails at .1 anyway":              func(p *simulation.Process, polluted bool) bool { return polluted || p.Chance(.1) },
		"works at .5, and so does itself": func(p *simulation.Process, polluted bool) bool { return (polluted || p.Own > 0) && p.Chance(.5) },
	}
	for name, fails := range tests {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(12) {
				s := simulation.New(40, seed)
				earlier := s.Order[:20]
				culprit := earlier[5+seed]
				s.Fails = func(p *simulation.Process) bool { return fails(p, p.After(culprit)) }
				o := simulation.Case{Suite: s}.Options(2+6*int(seed%2), 1, 0, seed)
				o.Probe, o.Earlier, o.Order = inTurn(t, s.Probe, earlier), earlier, s.Order[20:]
				f, err := bisect.Search(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				if len(f.Causes) != 1 || !slices.Equal(f.Causes[0].Tests, []suite.ID{culprit}) {
					t.Errorf("suite %d: %s %+v, want %s", seed, f.Kind, f.Causes, culprit)
				}
			}
		})
	}
}

// inTurn is a probe of processes that run no test of a kind that comes first behind one that
// is of another.
func inTurn(t *testing.T, probe suite.Probe, earlier []suite.ID) suite.Probe {
	return func(ctx context.Context, trial suite.Trial) ([]suite.Attempt, error) {
		later := false
		for _, id := range trial.Order {
			if comes := slices.Contains(earlier, id); comes && later {
				t.Errorf("%s is to run after tests of a later kind", id)
			} else if !comes {
				later = true
			}
		}
		return probe(ctx, trial)
	}
}
