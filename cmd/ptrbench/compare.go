package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench/cloning/comparing"
	"github.com/ptr-project/ptr/internal/console"
)

// compareFlags are what users say about a comparison.
type compareFlags struct {
	interleave int
	seed       uint64
	reference  string
	level      float64
	json       string
}

func compareCommand(status *int) *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Tell whether cloning has become slower, from runs of ptrbench clone before and after",
		Long: "Compare reads what ptrbench clone --json wrote before a change, and after it: OLD and\n" +
			"NEW are each a folder, for all *.json in it, a file, a pattern (quoted), or several of\n" +
			"these with commas between them. It takes five runs a side. With --interleave 5, OLD and\n" +
			"NEW are commands for the shell instead, which write a run's JSON to standard output, or\n" +
			"to the file that {} stands for; they are run in turn, so that a machine whose speed\n" +
			"drifts favours neither.\n\n" +
			"Times are divided by those of a reference in the same round: cp is best, as it doesn't\n" +
			"change with ptr. A bootstrap of runs, and of rounds within runs, says how well the ratio\n" +
			"of new to old is known. The level is that of all strategies together, by Bonferroni's\n" +
			"correction. In the column \"seen from\" is the smallest slowdown that would have been\n" +
			"seen four times out of five; more rounds, more runs and a quieter machine make it\n" +
			"smaller. docs/comparing.md says more.\n\n" +
			"The exit status is 1 if something is slower.",
		Example: "  for i in 1 2 3 4 5; do ptrbench clone --backend sqlite --rounds 200 --json old/$i.json; done\n" +
			"  ptrbench compare old new\n" +
			"  ptrbench compare 'old*.json' 'new*.json' --reference cp --json verdict.json\n" +
			"  ptrbench compare --interleave 5 './old clone --backend sqlite --json -' './new clone --backend sqlite --json {}'",
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, sides []string) error { return f.run(c, sides[0], sides[1], status) },
	}
	c.Flags().IntVar(&f.interleave, "interleave", 0, "OLD and NEW are commands: run each so many `times`, alternately")
	c.Flags().Uint64Var(&f.seed, "seed", 1, "draw resamples, and which of two commands is first, by this `number`")
	c.Flags().StringVar(&f.reference, "reference", "", "divide times by those of the strategy called `name` (default cp, or the first if there is none)")
	c.Flags().Float64Var(&f.level, "level", 0.05, "call something slower or faster though nothing is with this `probability` at most")
	c.Flags().StringVar(&f.json, "json", "", "write the comparison as JSON to `FILE`, - being standard output")
	return c
}

func (f compareFlags) run(c *cobra.Command, before, after string, status *int) error {
	if !(f.level > 0 && f.level < 1) {
		return console.Usage(fmt.Errorf("--level %v is no probability", f.level), "write --level 0.05")
	}
	both, err := f.runs(c, before, after)
	if err != nil {
		return explainRuns(err)
	}
	both.Reference, both.Level, both.Seed = f.reference, f.level, f.seed
	result, err := both.Result()
	if err != nil {
		return explainRuns(err)
	}
	if result.Verdict == comparing.Slower {
		*status = console.TestsFailed
	}
	return showComparison(c, f.json, result)
}

// runs are read, or made.
func (f compareFlags) runs(c *cobra.Command, before, after string) (both comparing.Comparison, err error) {
	if !c.Flags().Changed("interleave") {
		if both.Old, err = comparing.Read(before); err != nil {
			return both, err
		}
		both.New, err = comparing.Read(after)
		return both, err
	}
	if f.interleave < comparing.Fewest {
		return both, console.Usage(fmt.Errorf("--interleave %d: too few to tell", f.interleave), fmt.Sprintf("write --interleave %d, or more", comparing.Fewest))
	}
	experiment := func(line string) func(context.Context) (comparing.Run, error) {
		return func(ctx context.Context) (comparing.Run, error) { return runOf(ctx, line) }
	}
	return comparing.Alternate(c.Context(), experiment(before), experiment(after), f.interleave, f.seed, progress(c, f.interleave))
}

func showComparison(c *cobra.Command, file string, r comparing.Result) error {
	for _, w := range r.Warnings {
		fmt.Fprintln(c.ErrOrStderr(), "ptr: warning:", w)
	}
	t := table{header: r.Header()}
	for _, cells := range r.Cells() {
		t.add(cells...)
	}
	if file == "-" {
		return t.write(c, file, r)
	}
	how := fmt.Sprintf("old and new: %d and %d runs", r.Old, r.New)
	if r.Paired {
		how = fmt.Sprintf("old and new in turn: %d pairs of runs", r.New)
	}
	fmt.Fprintf(c.OutOrStdout(), " %s (%s), %s, level %g %%\n\n", r.Backend, r.Size, how, 100*r.Level)
	if err := t.write(c, file, r); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout())
	for _, row := range r.Rows {
		fmt.Fprintln(c.OutOrStdout(), "", row.Sentence)
	}
	return nil
}

// explainRuns says whose fault err is, and a way out.
func explainRuns(err error) error {
	switch {
	case errors.Is(err, comparing.ErrNoFiles):
		return console.Usage(err, "name files that ptrbench clone --json FILE wrote, a folder of them, or a quoted pattern such as 'old*.json'")
	case errors.Is(err, comparing.ErrForeign):
		return console.Usage(err, "write runs by ptrbench clone --backend sqlite --json FILE")
	case errors.Is(err, comparing.ErrUnlike):
		return console.Usage(err, "measure both sides on one machine, with the same --backend, --size, --clones, --parallel and --strategy")
	case errors.Is(err, comparing.ErrTwice):
		return console.Usage(err, "name each run once, and measure each side on its own")
	case errors.Is(err, comparing.ErrNothing):
		return console.Usage(err, "let all runs measure another strategy, too")
	case errors.Is(err, comparing.ErrReference):
		return console.Usage(err, "leave --reference out, or name one that all runs have")
	}
	return err
}
