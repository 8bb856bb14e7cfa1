package comparing_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/bench/cloning/comparing"
)

// made are runs on a machine whose speed is another in each, and whose rounds are
// noisy; filecopy takes factor times 1 ms, backup and cp 3 ms.
func made(side string, runs int, factor float64, seed uint64) (all []comparing.Run) {
	random := rand.New(rand.NewPCG(seed, 7))
	for i := range runs {
		speed := math.Exp(0.2 * random.NormFloat64())
		noisy := func(ms float64) float64 { return ms / 1000 * speed * math.Exp(0.02*random.NormFloat64()) }
		rows := []cloning.Row{{Name: "filecopy"}, {Name: "backup"}, {Name: "cp"}}
		for range 12 {
			rows[0].Samples = append(rows[0].Samples, noisy(factor))
			rows[1].Samples = append(rows[1].Samples, noisy(3))
			rows[2].Samples = append(rows[2].Samples, noisy(3))
		}
		all = append(all, comparing.Run{Name: fmt.Sprintf("%s/%d.json", side, i+1), Result: cloning.Result{
			Backend: "sqlite", Version: "3.54", Size: "small", Clones: 1, Parallel: 1, Rows: rows,
			Machine: cloning.Machine{OS: "linux", Arch: "amd64", CPUs: 2},
		}})
	}
	return all
}

// verdicts of the strategies, by name.
func verdicts(t *testing.T, c comparing.Comparison) map[string]comparing.Verdict {
	t.Helper()
	r, err := c.Result()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]comparing.Verdict{}
	for _, row := range r.Rows {
		all[row.Name] = row.Verdict
	}
	return all
}

func TestVerdicts(t *testing.T) {
	type told map[string]comparing.Verdict
	tests := map[string]struct {
		c    comparing.Comparison
		want told
	}{
		"the same": {
			comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1, 2)},
			told{"filecopy": comparing.Same, "backup": comparing.Same},
		},
		"slower, on a machine whose speed drifts by more": {
			comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1.1, 2)},
			told{"filecopy": comparing.Slower, "backup": comparing.Same},
		},
		"faster": {
			comparing.Comparison{Old: made("old", 6, 1.1, 1), New: made("new", 5, 1, 2)},
			told{"filecopy": comparing.Faster, "backup": comparing.Same},
		},
		"too few before": {
			comparing.Comparison{Old: made("old", 4, 1, 1), New: made("new", 9, 2, 2)},
			told{"filecopy": comparing.Unknown, "backup": comparing.Unknown},
		},
		"one run a side": {
			comparing.Comparison{Old: made("old", 1, 1, 1), New: made("new", 1, 2, 2)},
			told{"filecopy": comparing.Unknown, "backup": comparing.Unknown},
		},
		"in pairs": {
			comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1.1, 2), Paired: true},
			told{"filecopy": comparing.Slower, "backup": comparing.Same},
		},
		"against a reference that was asked for": {
			comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1.1, 2), Reference: "filecopy"},
			told{"backup": comparing.Faster, "cp": comparing.Faster},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.c.Level = 0.05
			if diff := cmp.Diff(tt.want, told(verdicts(t, tt.c))); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// edited is the runs with the last of them changed.
func edited(runs []comparing.Run, change func(*comparing.Run)) []comparing.Run {
	change(&runs[len(runs)-1])
	return runs
}

// alone is the runs with nothing but cp.
func alone(runs []comparing.Run) []comparing.Run {
	for i := range runs {
		runs[i].Rows = runs[i].Rows[2:]
	}
	return runs
}

func TestWhatCannotBeComparedIsAnError(t *testing.T) {
	old := made("old", 5, 1, 1)
	tests := map[string]struct {
		c    comparing.Comparison
		want error
		text string
	}{
		"another backend": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Backend = "postgres" })},
			comparing.ErrUnlike, "backend: sqlite in old/1.json, postgres in new/5.json",
		},
		"another size": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Size = "20MB" })},
			comparing.ErrUnlike, "size: small in",
		},
		"more clones": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Clones = 4 })},
			comparing.ErrUnlike, "clones in each round: 1 in",
		},
		"more at a time": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Parallel = 2 })},
			comparing.ErrUnlike, "clones at a time: 1 in",
		},
		"the same runs": {
			comparing.Comparison{Old: old, New: old},
			comparing.ErrTwice, "old/1.json and old/1.json",
		},
		"another machine": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Machine.CPUs = 64 })},
			comparing.ErrUnlike, "machine: linux amd64 with 2 CPUs in old/1.json, linux amd64 with 64 CPUs in new/5.json",
		},
		"other strategies": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Rows = r.Rows[1:] })},
			comparing.ErrUnlike, "strategies: backup, cp, filecopy in old/1.json, backup, cp in new/5.json",
		},
		"a strategy that copies no longer": {
			comparing.Comparison{Old: old, New: edited(made("new", 5, 1, 2), func(r *comparing.Run) { r.Rows[1] = cloning.Row{Name: "backup", Disqualified: "it has no rows"} })},
			comparing.ErrUnlike, "backup (disqualified), cp, filecopy in new/5.json",
		},
		"the reference alone": {
			comparing.Comparison{Old: alone(made("old", 5, 1, 1)), New: alone(made("new", 5, 1, 2))},
			comparing.ErrNothing, "all that was measured is cp, to which ratios are",
		},
		"an unknown reference": {
			comparing.Comparison{Old: old, New: made("new", 5, 1, 2), Reference: "tar"},
			comparing.ErrReference, `"tar": all runs have filecopy, backup, cp`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.c.Level = 0.05
			if _, err := tt.c.Result(); !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("error %v, want %v that has %q", err, tt.want, tt.text)
			}
		})
	}
}

func TestWhatIsDoubtfulIsSaid(t *testing.T) {
	plain := comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1, 2)}
	upgraded := comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1, 2)}
	for i := range upgraded.New {
		upgraded.New[i].Version = "3.55"
	}
	drifted := comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1, 2)}
	for _, run := range drifted.New { // everything takes longer, cp too
		for _, row := range run.Rows {
			for i := range row.Samples {
				row.Samples[i] *= 2.5
			}
		}
	}
	bare := comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1, 2)}
	for _, run := range slices.Concat(bare.Old, bare.New) {
		run.Rows[2].Name = "dump"
	}
	for name, tt := range map[string]struct {
		c    comparing.Comparison
		want string
	}{
		"nothing":                {plain, ""},
		"another version":        {upgraded, "different versions of sqlite: 3.54 and 3.55"},
		"a slower machine":       {drifted, "the machine's speed changed, or cp did"},
		"no reference of others": {bare, "without cp, ratios are to filecopy, which may have changed, too"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.c.Level = 0.05
			r, err := tt.c.Result()
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(r.Warnings, "\n"); !strings.Contains(all, tt.want) || tt.want == "" && all != "" || len(r.Warnings) > 1 {
				t.Errorf("warnings %q, want %q", all, tt.want)
			}
		})
	}
}

func TestSentencesSayWhatWouldHaveBeenSeen(t *testing.T) {
	for name, tt := range map[string]struct {
		runs   int
		factor float64
		want   string
	}{
		"slower":      {5, 1.2, `^filecopy is slower: it takes 1\.2\d\d times as long as before \(1\.\d+ – 1\.\d+\)\. A slowdown by \d\.\d % would have been seen four times out of five, and smaller ones less often\.$`},
		"faster":      {5, 0.8, `^filecopy is faster: it takes 0\.8\d\d times as long as before \(0\.\d+ – 0\.\d+\)\. A slowdown by \d\.\d % would`},
		"the same":    {5, 1, `^filecopy: no difference seen; it takes \d\.\d+ times as long as before \(0\.\d+ – 1\.\d+\)\. A slowdown by \d`},
		"cannot tell": {3, 2, `^filecopy: cannot tell from 3 and 3 runs, it takes 5 a side\. A slowdown by \d`},
		"unknown":     {1, 2, `^filecopy: cannot tell from 1 and 1 runs, it takes 5 a side\. How runs vary is unknown, and with it the smallest slowdown that would have been seen\.$`},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := comparing.Comparison{Old: made("old", tt.runs, 1, 1), New: made("new", tt.runs, tt.factor, 2), Level: 0.05}.Result()
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Rows[0].Sentence; !regexp.MustCompile(tt.want).MatchString(got) {
				t.Errorf("%q, want %s", got, tt.want)
			}
		})
	}
}

// The machine's speed, in each run another, changes no ratio.
func TestSpeedOfTheMachineCancelsOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := comparing.Comparison{Old: made("old", 5, 1, 1), New: made("new", 5, 1.05, 2), Level: 0.05}
		before, err := c.Result()
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range append(c.Old, c.New...) {
			speed := rapid.Float64Range(0.1, 10).Draw(t, "speed")
			for _, row := range run.Rows {
				for i := range row.Samples {
					row.Samples[i] *= speed
				}
			}
		}
		after, err := c.Result()
		if err != nil {
			t.Fatal(err)
		}
		for i := range before.Rows {
			if a, b := before.Rows[i], after.Rows[i]; math.Abs(a.Ratio-b.Ratio) > 1e-9 || math.Abs(*a.Detectable-*b.Detectable) > 1e-9 {
				t.Errorf("ratio %v became %v", a.Ratio, b.Ratio)
			}
		}
	})
}

func TestTheOtherWayAroundIsTheInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runs, factor, seed := rapid.IntRange(1, 7).Draw(t, "runs"), rapid.Float64Range(0.1, 10).Draw(t, "factor"), rapid.Uint64Max(9).Draw(t, "seed")
		one, err := comparing.Comparison{Old: made("old", runs, 1, seed), New: made("new", 5, factor, seed+10), Level: 0.05}.Result()
		other, failed := comparing.Comparison{Old: made("new", 5, factor, seed+10), New: made("old", runs, 1, seed), Level: 0.05}.Result()
		if err := errors.Join(err, failed); err != nil {
			t.Fatal(err)
		}
		for i, row := range one.Rows {
			back := other.Rows[i]
			if math.Abs(row.Ratio*back.Ratio-1) > 1e-9 || (row.Verdict == comparing.Unknown) != (runs < comparing.Fewest) {
				t.Errorf("%+v one way, %+v the other", row, back)
			}
			if row.Interval != nil && (row.Ratio < row.Interval.Low || row.Ratio > row.Interval.High) {
				t.Errorf("ratio %v outside %v", row.Ratio, *row.Interval)
			}
		}
	})
}
