package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench/cloning/comparing"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures"
)

// verdictsFlags are how many runs are measured.
type verdictsFlags struct {
	runs, rounds int
	json         string
}

func verdictsCommand(status *int) *cobra.Command {
	v, f := figures.Verdicts{}, verdictsFlags{}
	c := &cobra.Command{
		Use:   "verdicts [RUNS]",
		Short: "Count how often ptrbench compare is wrong, and what it finds",
		Long: "Verdicts compares runs of one ptr with each other, as ptrbench compare does. It measures\n" +
			"them, or reads RUNS, which are named as for ptrbench compare and were measured one after\n" +
			"the other. For each comparison it takes ten neighbouring runs, from anywhere: the first\n" +
			"five are old, the next are new; or, interleaved, one of each two neighbours is. Nothing\n" +
			"is simulated but the slowdown, by which each sample of " + figures.Planted + " in the new runs is\n" +
			"multiplied. Measuring takes some minutes, comparing some seconds. The exit status is 1 if a\n" +
			"goal is missed.",
		Example: "  ptrbench verdicts\n" +
			"  ptrbench verdicts --runs 20 --rounds 12\n" +
			"  ptrbench verdicts pool",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, pool []string) (err error) {
			if v.Runs, err = f.measure(c, pool); err != nil {
				return explainRuns(err)
			}
			if have := len(v.Runs); have < v.Fewest() {
				return console.Usage(fmt.Errorf("%d runs are too few to compare five with five", have), fmt.Sprintf("measure %d, or more", v.Fewest()))
			}
			rows, err := v.Compare()
			if err != nil {
				return explainRuns(err)
			}
			return showVerdicts(c, f.json, rows, status)
		},
	}
	countVar(c, &f.runs, "runs", 100, "how many runs are measured")
	countVar(c, &f.rounds, "rounds", 100, "how many rounds each of them has")
	countVar(c, &v.Times, "times", 200, "how many comparisons are made of each kind")
	c.Flags().Uint64Var(&v.Seed, "seed", 1, "draw what is compared by this `number`")
	c.Flags().StringVar(&f.json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
	return c
}

// measure reads the runs that are named, or makes some.
func (f verdictsFlags) measure(c *cobra.Command, pool []string) ([]comparing.Run, error) {
	if len(pool) > 0 {
		return comparing.Read(pool[0])
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return figures.MeasureRuns(c.Context(), self, f.runs, f.rounds, progress(c, f.runs))
}

func showVerdicts(c *cobra.Command, json string, rows []figures.VerdictsRow, status *int) error {
	t := table{header: []string{"runs", "planted", "comparisons", "slower", "faster", "seen from", "goal", "met"}}
	for _, r := range rows {
		runs, met := "five, then five", "yes"
		if r.Interleaved {
			runs = "interleaved"
		}
		if !r.Met {
			*status, met = console.TestsFailed, "no"
		}
		t.add(runs, fmt.Sprintf("%.0f %%", 100*r.Slowdown), fmt.Sprint(r.Times), fmt.Sprint(r.Slower), fmt.Sprint(r.Faster),
			fmt.Sprintf("%.1f %%", 100*r.Detectable), r.Goal, met)
	}
	return t.write(c, json, rows)
}
