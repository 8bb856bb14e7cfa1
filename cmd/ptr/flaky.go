package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/app/culprits"
	"github.com/ptr-project/ptr/internal/app/flakes"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

func flakyCommand(streams console.Streams, status *int) *cobra.Command {
	options := invocation.Options{Retries: -1, Repeat: 1, NoDiagnose: true}
	search, since := flakes.Options{Alpha: 0.001}, culprits.SinceOptions{Error: 0.01}
	c := &cobra.Command{
		Use:   "flaky [packages or tests] [flags]",
		Short: "Find flaky tests, say what they depend on, and how sure that is",
		Long: "Flaky runs the suite in many orders, each whole and on fresh clones of every database:\n" +
			"as in CI, reversed, shuffled, each test twice. It replays what failed until it can say\n" +
			"whether a test fails by luck, after others, without them or beside them, and gathers\n" +
			"what fails together. The history keeps every order as a run of its own.\n\n" +
			"Status: 0 nothing failed, 1 a test did, 2 bad usage, 3 ptr failed, 130 interrupted.",
		Example: "  ptr flaky                          # 20 orders of everything\n" +
			"  ptr flaky --budget 20m ./orders/...\n" +
			"  ptr flaky --changed=main --until 1%   # what a change touched; until fewer than 1 % can be missed\n" +
			"  ptr flaky --resume                 # go on with one that was interrupted\n" +
			"  ptr flaky --since v1.4 --test orders.TestRefund   # which commit made it flaky?",
		RunE: func(c *cobra.Command, args []string) (err error) {
			options.Args, options.TestArgs = flags.Split(args, c.ArgsLenAtDash())
			if since.Since != "" {
				since.JSON, since.Runs = search.JSON, cmp.Or(search.Runs, manyRuns)
				*status, err = begun(c, streams, options, since)
				return err
			}
			options.Python.Hatch = !c.Flags().Changed("start-method")
			*status, err = flakes.Find(c.Context(), streams, options, search)
			return err
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.IntVar(&search.Runs, "runs", 0, "run so many plain orders: `number` (default 20, if nothing else says when to stop)")
	f.DurationVar(&search.Budget, "budget", 0, "take no longer than this `duration`, replays included")
	f.Var(share{&search.Bound}, "until", "go on until no test that never failed can fail in more than this `share` of runs, such as 1%")
	f.Var(share{&search.Width}, "precision", "go on until the rates of flaky tests are known within this `share`, such as 10%")
	f.StringArrayVar(&search.Perturb, "perturb", nil, "run the suite under `NAME[=VALUE]`, too, as ptr run does: each flag is one condition; may be repeated")
	f.BoolVar(&search.Systematic, "systematic", false, "run each of up to 200 tests right after each other one; says first what that costs")
	f.BoolVar(&search.NoWatch, "no-watch", false, "leave out the first run, which tells what tests read and write, so that these come next to each other")
	f.BoolVar(&search.Resume, "resume", false, "go on with the latest search of this suite")
	f.StringVar(&since.Since, "since", "", "instead, find the commit after this `revision` that made the one --test flaky")
	f.Float64Var(&search.Alpha, "error", search.Alpha, "let at most this `share` of dependences that are claimed be wrong")
	f.Func("report", "write a report as `FORMAT:FILE`; may be repeated; FORMAT is one of "+strings.Join(app.HealthFormats(), ", "), flags.AddReport(&options.Reports, ""))
	f.StringVar(&search.JSON, "json", "", "write all that was found to `FILE`, - being standard output")
	flags.Suite(f, &options)
	flags.Select(f, &options)
	flags.Workers(f, &options)
	flags.Go(f, &options)
	flags.Python(f, &options)
	flags.Hatches(f)
	return c
}

// manyRuns is how often a test may run to find the commit that made it flaky, if nothing
// else is said.
const manyRuns = 5000

// begun finds the commit since which a test is flaky.
func begun(c *cobra.Command, streams console.Streams, o invocation.Options, since culprits.SinceOptions) (int, error) {
	if len(o.Tests) != 1 {
		return console.BadUsage, console.Usage(errors.New("--since asks about one test"), "name it: ptr flaky --since v1.4 --test orders.TestRefund")
	}
	since.Test, o.Tests = o.Tests[0], nil
	return culprits.Since(c.Context(), streams, o, since)
}

// share is the value of a flag that takes a percentage.
type share struct{ to *float64 }

func (s share) String() string { return "" }
func (s share) Type() string   { return "share" }

func (s share) Set(value string) error {
	percent, ok := strings.CutSuffix(value, "%")
	number, err := strconv.ParseFloat(strings.TrimSpace(percent), 64)
	if !ok || err != nil || number <= 0 || number >= 100 {
		return fmt.Errorf("%q is not a percentage between 0%% and 100%%", value)
	}
	*s.to = number / 100
	return nil
}
