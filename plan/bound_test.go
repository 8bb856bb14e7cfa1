package plan_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/plan"
)

func TestABoundIsWhateverIsScarce(t *testing.T) {
	load := plan.Load{Work: 12 * time.Second, Longest: 2 * time.Second, CPU: 6 * time.Second}
	for name, tt := range map[string]struct {
		load           plan.Load
		workers, cores int
		want           time.Duration
	}{
		"one worker":              {load, 1, 2, 12 * time.Second},
		"workers":                 {load, 3, 2, 4 * time.Second},
		"cores":                   {load, 12, 2, 3 * time.Second},
		"the longest test":        {load, 12, 8, 2 * time.Second},
		"nothing is known of CPU": {plan.Load{Work: load.Work, Longest: load.Longest}, 12, 2, 2 * time.Second},
		"no tests":                {plan.Load{}, 4, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.load.Bound(tt.workers, tt.cores); got != tt.want {
				t.Errorf("%+v.Bound(%d, %d) = %v, want %v", tt.load, tt.workers, tt.cores, got, tt.want)
			}
		})
	}
}

// A chore is a test that waits, and then computes, for so many ticks.
type chore struct{ wait, compute int }

// simulate runs lanes side by side, tick by tick, each chore whole and in turn. At
// most so many compute at a time; who does is drawn. Before each chore there is a
// pause. It returns how many ticks that took.
func simulate(r *rapid.T, lanes [][]chore, cores int) (ticks int) {
	pauses := rapid.IntRange(0, 3)
	state := make([]struct {
		next, pause int
		now         chore
	}, len(lanes))
	for i := range state {
		state[i].pause = pauses.Draw(r, "pause")
	}
	for busy := true; busy; {
		busy = false
		free := cores
		turns := rapid.Permutation(indices(len(lanes))).Draw(r, "turns")
		for _, i := range turns {
			s := &state[i]
			if s.now == (chore{}) && s.pause == 0 && s.next < len(lanes[i]) {
				s.now, s.next, s.pause = lanes[i][s.next], s.next+1, pauses.Draw(r, "pause")
			}
			switch {
			case s.now.wait > 0:
				s.now.wait--
			case s.now.compute > 0:
				if free > 0 {
					free--
					s.now.compute--
				}
			case s.next < len(lanes[i]):
				s.pause--
			default:
				continue
			}
			busy = true
		}
		if busy {
			ticks++
		}
	}
	return ticks
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestNoScheduleThatIsPossibleBeatsTheBound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		workers, cores := rapid.IntRange(1, 6).Draw(r, "workers"), rapid.IntRange(1, 4).Draw(r, "cores")
		lanes := make([][]chore, workers)
		var load plan.Load
		for range rapid.IntRange(1, 12).Draw(r, "tests") {
			c := chore{rapid.IntRange(0, 5).Draw(r, "wait"), rapid.IntRange(0, 5).Draw(r, "compute")}
			if c == (chore{}) {
				c.wait = 1
			}
			lane := rapid.IntRange(0, workers-1).Draw(r, "lane")
			lanes[lane] = append(lanes[lane], c)
			alone := time.Duration(c.wait + c.compute)
			load.Work, load.Longest, load.CPU = load.Work+alone, max(load.Longest, alone), load.CPU+time.Duration(c.compute)
		}
		took := time.Duration(simulate(r, lanes, cores))
		if bound := load.Bound(workers, cores); bound > took {
			r.Errorf("bound %d, but %v took %d on %d cores", bound, lanes, took, cores)
		}
		if e := load.Efficiency(took, workers, cores); (e <= 0 && load.Bound(workers, cores) > 0) || e > 1 {
			r.Errorf("efficiency %v of %d ticks", e, took)
		}
	})
}

func TestNoTimeHasNoEfficiency(t *testing.T) {
	if got := (plan.Load{Work: time.Second}).Efficiency(0, 1, 1); got != 0 {
		t.Errorf("Efficiency = %v, want 0", got)
	}
}
