package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/internal/console"
)

// curve measures at several points.
func (f cloneFlags) curve(c *cobra.Command, e cloning.Experiment, status *int) error {
	against, values, err := points(f.against)
	if err != nil {
		return err
	}
	reports, err := openReports(c.OutOrStdout(), f.reports, cloning.CurveFormats())
	if err != nil {
		return err
	}
	rounds := progress(c, e.Rounds*len(values))
	curve, err := e.Curve(c.Context(), against, values, rounds)
	if rounds != nil {
		rounds(e.Rounds * len(values))
	}
	if err != nil {
		return explain(err)
	}
	if !slices.ContainsFunc(curve.Points, cloning.Result.Qualified) {
		*status = console.TestsFailed
	}
	if !reports.stdout {
		first := curve.Points[0]
		fmt.Fprintf(c.OutOrStdout(), " %s %s, against %s\n\n", first.Backend, first.Version, against)
		if err := showTables(c, curve.Shown()); err != nil {
			return err
		}
		fmt.Fprintf(c.OutOrStdout(), " %s\n", curve.Answer())
	}
	return reports.write(curve)
}

// points reads such as size=2MB,20MB.
func points(text string) (against string, values []string, err error) {
	usual := map[string]string{cloning.AgainstSize: "2MB,20MB,200MB", cloning.AgainstParallel: "1,2,4"}
	against, list, given := strings.Cut(text, "=")
	if _, known := usual[against]; !known || given && list == "" {
		return "", nil, console.Usage(fmt.Errorf("--against %s: no such points", text), "write --against size, --against parallel, or --against size=2MB,20MB,200MB")
	}
	if !given {
		list = usual[against]
	}
	return against, strings.Split(list, ","), nil
}

func showClones(c *cobra.Command, result cloning.Result, auto string) error {
	fmt.Fprintf(c.OutOrStdout(), " %s %s, template of %.1f MB (%s), prepared in %.2f s\n\n",
		result.Backend, result.Version, float64(result.Bytes)/(1<<20), result.Size, result.Prepare)
	if err := showTables(c, result.Shown()); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), " %s\n", result.Recommendation)
	if auto != "" {
		fmt.Fprintf(c.OutOrStdout(), " %s\n", auto)
	}
	return nil
}

func showTables(c *cobra.Command, tables []cloning.Table) error {
	for _, each := range tables {
		t := table{header: each.Header, rows: each.Rows}
		if err := t.show(c); err != nil {
			return err
		}
		fmt.Fprintln(c.OutOrStdout())
	}
	return nil
}
