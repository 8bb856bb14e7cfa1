package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/app/records"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/flags"
)

func reportCommand(streams console.Streams, _ *int) *cobra.Command {
	options := records.ReportOptions{}
	c := &cobra.Command{
		Use:   "report [run...] [flags]",
		Short: "Write a page on the suite over many runs: what fails, why, and where the time goes",
		Long: "Report reads the latest runs of this suite in the history, or those that are named, and\n" +
			"writes one page that needs nothing but itself. It ends with status 0 whatever failed.",
		Example: "  ptr report                                   # ptr-report.html, of the last 100 runs\n" +
			"  ptr report --since 14d --report markdown:-\n" +
			"  ptr report --compare 3f2 9a1                 # two runs, or two revisions",
		ValidArgsFunction: flags.Runs,
		RunE: func(c *cobra.Command, args []string) error {
			options.Runs = args
			return records.Report(c.Context(), streams, options)
		},
	}
	c.Flags().StringVarP(&options.Dir, "C", "C", ".", "the suite's `folder`")
	c.Flags().IntVar(&options.Limit, "runs", 100, "how many of the latest runs: `number`")
	c.Flags().StringVar(&options.Since, "since", "", "only runs from this `run`, revision, date (2026-01-31) or age (14d) on")
	c.Flags().StringVar(&options.Compare, "compare", "", "what changed from run or revision `A` to the one named behind it")
	c.Flags().Func("report", "write a report as `FORMAT:FILE`, - being standard output; may be repeated; FORMAT is one of "+strings.Join(app.HealthFormats(), ", "), flags.AddReport(&options.Reports, ""))
	c.Flags().Func("json", "short for --report json:FILE, - being standard output: `FILE`", flags.AddReport(&options.Reports, "json:"))
	for _, name := range []string{"since", "compare"} {
		_ = c.RegisterFlagCompletionFunc(name, flags.Runs) // it fails for a flag that there is not
	}
	return c
}
