package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/app/records"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures"
)

func reportCommand() *cobra.Command {
	var json string
	r := figures.Report{Write: writeReport}
	c := &cobra.Command{
		Use:     "report",
		Short:   "Measure ptr report on a large history: writing the page, its size, its first paint",
		Long:    "Report makes up a history in which other tests fail in each run, writes the page on it,\nand opens that in headless Chromium, a new one each time.",
		Example: "  ptrbench report --tests 10000 --history 100",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			result, err := r.Run(c.Context(), progress(c, r.Rounds))
			if err != nil {
				return err
			}
			t := table{header: []string{"page", "median"}}
			t.add("written in", fmt.Sprintf("%.2f s", result.Write))
			t.add("CPU for that", fmt.Sprintf("%.2f s", result.CPU))
			t.add("size", fmt.Sprintf("%.1f MB", float64(result.Bytes)/1e6))
			t.add("first paint", fmt.Sprintf("%.2f s", result.Paint))
			t.add("ready", fmt.Sprintf("%.2f s", result.Ready))
			t.add("failures in it", fmt.Sprint(result.Failures))
			return t.write(c, json, result)
		},
	}
	countVar(c, &r.Tests, "tests", 10_000, "how many the suite has")
	countVar(c, &r.Runs, "history", 100, "how many runs there were")
	countVar(c, &r.Printed, "printed", 4000, "how many bytes each failure printed")
	countVar(c, &r.Unique, "unique", 400, "how many of these are like no others")
	c.Flags().Float64Var(&r.Failing, "failing", 0.01, "which `part` of the tests fails in each run")
	roundFlags(c, &r.Rounds, &r.Seed, &json)
	return c
}

// writeReport is `ptr report` on the history in dir.
func writeReport(ctx context.Context, dir, page string, runs int) error {
	return records.Report(ctx, console.Streams{Out: io.Discard, Err: io.Discard}, records.ReportOptions{Dir: dir, Limit: runs, Reports: []string{"html:" + page}})
}
