package main

import (
	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/app/records"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
	"github.com/ptr-project/ptr/internal/invocation"
)

func historyCommand(streams console.Streams, _ *int) *cobra.Command {
	options := records.PastOptions{}
	c := &cobra.Command{
		Use:     "history",
		Short:   "List the runs of this suite, the latest first",
		Example: "  ptr history -n 5",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return records.History(c.Context(), streams, options) },
	}
	pastFlags(c, &options)
	c.Flags().IntVarP(&options.Limit, "n", "n", 20, "how many: `number`")
	c.Flags().StringVar(&options.JSON, "json", "", "write them as JSON, - being standard output: `FILE`")
	return c
}

func showCommand(streams console.Streams, _ *int) *cobra.Command {
	options := records.PastOptions{}
	c := &cobra.Command{
		Use:   "show [run]",
		Short: "Show a run again, by default the latest, in any format",
		Example: "  ptr show\n" +
			"  ptr show 3f2 --report junit:results.xml\n" +
			"  ptr show 3f2 --output orders.TestRefund   # what one test printed",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: flags.One(flags.Runs),
		RunE: func(c *cobra.Command, args []string) error {
			options.Runs = args
			return records.Show(c.Context(), streams, options)
		},
	}
	pastFlags(c, &options)
	flags.Report(c.Flags(), &options.Reports)
	flags.JSON(c.Flags(), &options.Reports)
	c.Flags().StringVar(&options.Output, "output", "", "show what this test printed: `ID`")
	c.Flags().BoolVarP(&options.Verbose, "verbose", "v", false, "show every test, and what it printed")
	return c
}

func replayCommand(streams console.Streams, status *int) *cobra.Command {
	options := invocation.Options{Repeat: 1, Retries: -1, Flaky: "pass", Order: "source"}
	replay := app.ReplayOptions{}
	c := &cobra.Command{
		Use:   "replay [run] [flags] [-- arguments of the test binaries]",
		Short: "Run again what a run ran, every worker in the same order",
		Example: "  ptr replay 3f2\n" +
			"  ptr replay 3f2 --worker 1 --until orders.TestCancelTwice",
		Args: func(c *cobra.Command, args []string) error {
			runs, _ := flags.Split(args, c.ArgsLenAtDash())
			return cobra.MaximumNArgs(1)(c, runs)
		},
		ValidArgsFunction: flags.One(flags.Runs),
		RunE: func(c *cobra.Command, args []string) (err error) {
			replay.Runs, options.TestArgs = flags.Split(args, c.ArgsLenAtDash())
			*status, err = app.Replay(c.Context(), streams, options, replay)
			return err
		},
	}
	flags.Suite(c.Flags(), &options)
	flags.Go(c.Flags(), &options)
	flags.Python(c.Flags(), &options)
	flags.Debug(c.Flags(), &options)
	c.Flags().IntVar(&replay.Worker, "worker", 0, "only what this worker ran: `number`")
	c.Flags().StringVar(&replay.Until, "until", "", "stop each worker behind this test: `ID`")
	_ = c.RegisterFlagCompletionFunc("until", flags.Tests) // it fails for a flag that there is not
	flags.Report(c.Flags(), &options.Reports)
	flags.JSON(c.Flags(), &options.Reports)
	c.Flags().StringArrayVar(&options.Facts, "fact", nil, "let every process of the run know a fact: `NAME=VALUE`; may be repeated")
	c.Flags().BoolVar(&options.KeepDB, "keepdb", false, "keep the clones on which tests failed, and say where they are")
	c.Flags().BoolVarP(&options.Verbose, "verbose", "v", false, "show every test, and what it printed")
	return c
}

func mergeCommand(streams console.Streams, status *int) *cobra.Command {
	options := records.MergeOptions{}
	c := &cobra.Command{
		Use:     "merge FILE...",
		Short:   "Merge the JSON reports of shards into one report",
		Example: "  ptr merge shard1.json shard2.json --report junit:results.xml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			options.Files = args
			*status, err = records.Merge(streams, options)
			return err
		},
	}
	flags.Report(c.Flags(), &options.Reports)
	flags.JSON(c.Flags(), &options.Reports)
	return c
}

func pastFlags(c *cobra.Command, o *records.PastOptions) {
	c.Flags().StringVarP(&o.Dir, "C", "C", ".", "the suite's `folder`")
}
