// Command ptrbisect finds out what makes a test fail.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/app/culprits"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

func main() { os.Exit(ptrbisect(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// ptrbisect returns the exit status: 0 answered, 2 bad usage, 3 ptr failed, 4 no answer,
// 130 interrupted.
func ptrbisect(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	args, err := invocation.Dashes(args)
	if err != nil {
		return console.Report(stderr, err)
	}
	status, began := console.OK, false
	root := command(console.NewStreams(stdin, stdout, stderr), &status)
	root.PersistentPreRun = func(*cobra.Command, []string) { began = true }
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err = root.ExecuteContext(context.Background())
	if err != nil && !began {
		err = console.Usage(err, "ptrbisect --help lists the flags")
	}
	if err != nil {
		return console.Report(stderr, err)
	}
	return status
}

func command(streams console.Streams, status *int) *cobra.Command {
	options := invocation.Options{Retries: -1, Order: "source", Repeat: 1, NoDiagnose: true}
	search := culprits.Question{}
	root := &cobra.Command{
		Use:   "ptrbisect --failing TEST [packages] [flags]",
		Short: "Find out what makes a test fail",
		Long: "ptrbisect says why a test fails in company: which tests before it, or beside it, make\n" +
			"it fail, or which one it needs, or that it fails by itself. It runs the test on all\n" +
			"workers at once, on fresh clones of every database, after parts of what had run before\n" +
			"it when it failed, and names nobody before pairs of trials have shown the difference.\n\n" +
			"Status: 0 answered, 2 bad usage, 3 ptr failed, 4 no answer, 130 interrupted.",
		Example: "  ptrbisect --failing m2m_through                 # a test, or part of its name\n" +
			"  ptrbisect -C ../shop --failing TestRefund --json answer.json\n" +
			"  ptrbisect --in-run latest                       # all that failed in it\n" +
			"  ptrbisect --pair orders.TestRefund              # what it and all others do to each other\n" +
			"  ptrbisect --matrix orders                       # who affects whom",
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(c *cobra.Command, args []string) (err error) {
			if search.Alpha <= 0 || search.Alpha >= 1 {
				return console.Usage(fmt.Errorf("--error %g is not between 0 and 1", search.Alpha), "0.001 is one wrong accusation in 1,000")
			}
			options.Args, options.TestArgs = flags.Split(args, c.ArgsLenAtDash())
			options.Python.Hatch = search.Pair == "" && search.Matrix == "" && !c.Flags().Changed("start-method")
			*status, err = culprits.Bisect(c.Context(), streams, options, search)
			return err
		},
	}
	root.SetFlagErrorFunc(flags.Unknown)
	f := root.Flags()
	f.SortFlags = false
	f.StringArrayVar(&search.Failing, "failing", nil, "explain why this `test` fails: an ID, or a label of several; may be repeated")
	f.StringVar(&search.Pair, "pair", "", "instead, say what this `test` and all others of its package do to each other")
	f.StringVar(&search.Matrix, "matrix", "", "instead, say who affects whom of the tests that this `label` names, such as a package")
	f.BoolVar(&search.Exhaustive, "exhaustive", false, "with --pair or --matrix: run each pair alone, which sees what others would undo")
	f.Float64Var(&search.Alpha, "error", 0.001, "let at most this `share` of accusations be wrong")
	f.StringVar(&search.Run, "in-run", "", "take the order of the run with this `ID` (default: the latest in which it failed); without --failing, explain all that failed in it")
	f.StringVar(&search.Order, "in-order", "", "take the order of this `file`: JUnit XML, go test -json, ptr's JSON report, or one test a line; - is standard input; without --failing, explain all that failed there")
	f.BoolVar(&search.Cleaners, "cleaners", false, "look for tests, too, that make it pass again if they run in between")
	f.BoolVar(&search.Resume, "resume", false, "go on with the same search, if it was interrupted")
	f.Func("report", "write the answer as `FORMAT:FILE`, FORMAT being one of "+strings.Join(culprits.Formats(), ", ")+"; may be repeated", flags.AddReport(&search.Reports, ""))
	f.Func("json", "write the answer to `FILE`, - being standard output; short for --report json:FILE", flags.AddReport(&search.Reports, "json:"))
	flags.Suite(f, &options)
	flags.Workers(f, &options)
	flags.Seed(f, &options)
	flags.Go(f, &options)
	flags.Python(f, &options)
	flags.Hatches(f)
	flags.Perturb(f, &options)
	root.AddCommand(hidden(backends.LaunchCommand, cobra.ExactArgs(1), func(args []string) error { return backends.Launch(streams, args[0]) }),
		hidden(app.BurnCommand, cobra.NoArgs, func([]string) error { return app.Burn(streams) }),
		hidden(app.SuperviseCommand, cobra.NoArgs, func([]string) error { return app.Supervise(streams) }))
	flags.Complete(root)
	return root
}

// hidden is a command that ptrbisect starts itself.
func hidden(name string, args cobra.PositionalArgs, run func([]string) error) *cobra.Command {
	return &cobra.Command{Use: name, Hidden: true, Args: args, RunE: func(_ *cobra.Command, args []string) error { return run(args) }}
}
