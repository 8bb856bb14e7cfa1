package figures

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strconv"

	"github.com/ptr-project/ptr/bench/cloning/comparing"
)

// Planted is the strategy that [Verdicts] slows down. Times are taken relative to cp.
const Planted = "filecopy"

// Verdicts counts how often a comparison is wrong, and what it finds, in runs that
// were really measured, one after the other, all of the same ptr.
//
// For each comparison it takes ten neighbouring runs, from anywhere. Old are the
// first five, and new the next; or, interleaved, each two neighbours are a pair, and
// which of them is new is drawn. So runs differ as they did: by what rounds vary by,
// by what is another in each process, and by how the machine's speed drifts from run
// to run. Nothing is simulated but the slowdown: in the new runs, each sample of
// [Planted] is multiplied by it.
type Verdicts struct {
	Runs  []comparing.Run // more make comparisons more different; see [Verdicts.Fewest]
	Times int             // comparisons of each kind
	Seed  uint64
}

// A VerdictsRow is what became of comparisons of one kind.
type VerdictsRow struct {
	Interleaved bool    `json:"interleaved"`
	Slowdown    float64 `json:"slowdown"` // that was planted, such as 0.05
	Times       int     `json:"times"`
	Slower      int     `json:"slower"` // how often Planted was called slower
	Faster      int     `json:"faster"`
	Detectable  float64 `json:"detectable"` // the mean of what would have been seen four times out of five
	Goal        string  `json:"goal"`
	Met         bool    `json:"met"`
}

// Fewest is how many runs it takes.
func (Verdicts) Fewest() int { return 2 * comparing.Fewest }

// Compare makes the comparisons, of at least [Verdicts.Fewest] runs.
func (v Verdicts) Compare() (rows []VerdictsRow, err error) {
	for _, interleaved := range []bool{false, true} {
		for _, slowdown := range []float64{0, 0.05, 0.1} {
			row := VerdictsRow{Interleaved: interleaved, Slowdown: slowdown, Times: v.Times}
			if err := v.fill(&row); err != nil {
				return nil, err
			}
			row.judge()
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// fill counts. All rows are of the same draws, so that what they differ by is what
// their kinds do.
func (v Verdicts) fill(row *VerdictsRow) error {
	random := rand.New(rand.NewPCG(v.Seed, 0))
	for i := range row.Times {
		c := v.draw(row.Interleaved, random)
		c.Level, c.Seed, c.Reference = 0.05, v.Seed+uint64(i), "cp"
		slowDown(c.New, 1+row.Slowdown)
		result, err := c.Result()
		if err != nil {
			return err
		}
		for _, r := range result.Rows {
			if r.Name == Planted {
				row.count(r)
			}
		}
	}
	return nil
}

// draw takes neighbouring runs.
func (v Verdicts) draw(interleaved bool, random *rand.Rand) comparing.Comparison {
	at := random.IntN(len(v.Runs) - v.Fewest() + 1)
	runs := v.Runs[at : at+v.Fewest()]
	c := comparing.Comparison{Paired: interleaved}
	for i := range comparing.Fewest {
		before, after := i, i+comparing.Fewest
		if interleaved {
			which := random.IntN(2)
			before, after = 2*i+which, 2*i+1-which
		}
		c.Old, c.New = append(c.Old, runs[before]), append(c.New, runs[after])
	}
	return c
}

// slowDown multiplies what a strategy took, in copies of what runs have.
func slowDown(runs []comparing.Run, factor float64) {
	for i := range runs {
		rows := slices.Clone(runs[i].Rows)
		for j := range rows {
			if rows[j].Name != Planted {
				continue
			}
			rows[j].Samples = slices.Clone(rows[j].Samples)
			for k := range rows[j].Samples {
				rows[j].Samples[k] *= factor
			}
		}
		runs[i].Rows = rows
	}
}

func (r *VerdictsRow) count(of comparing.Row) {
	switch of.Verdict {
	case comparing.Slower:
		r.Slower++
	case comparing.Faster:
		r.Faster++
	}
	r.Detectable += *of.Detectable / float64(r.Times)
}

// judge holds r against what we have set ourselves, of 200: 12 false verdicts at
// most, 120 slowdowns by 5 % and 180 by 10 % at least.
func (r *VerdictsRow) judge() {
	switch r.Slowdown {
	case 0:
		r.Goal, r.Met = "at most 6 % false", 100*(r.Slower+r.Faster) <= 6*r.Times
	case 0.05:
		r.Goal, r.Met = "at least 60 % seen", 100*r.Slower >= 60*r.Times
	default:
		r.Goal, r.Met = "at least 90 % seen", 100*r.Slower >= 90*r.Times
	}
}

// MeasureRuns measures runs of the ptrbench command at path, one after the other, of
// what [Verdicts] compares. After each it calls progress, which may be nil.
func MeasureRuns(ctx context.Context, path string, runs, rounds int, progress func(int)) (all []comparing.Run, err error) {
	for i := range runs {
		c := exec.CommandContext(ctx, path, "clone", "--backend", "sqlite", "--strategy", Planted, "--strategy", "cp",
			"--rounds", strconv.Itoa(rounds), "--seed", strconv.Itoa(i+1), "--json", "-")
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("%v: %w", c.Args, err)
		}
		run, err := comparing.Parse(fmt.Sprint("run ", i+1), out)
		if err != nil {
			return nil, err
		}
		all = append(all, run)
		if progress != nil {
			progress(i + 1)
		}
	}
	return all, nil
}
