package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures"
	"github.com/ptr-project/ptr/stats"
)

// bisectedApps are apps of Django's own suite that pass on SQLite in every half.
func bisectedApps() []string {
	return []string{"admin_changelist", "admin_inlines", "aggregation", "aggregation_regress", "annotations", "expressions", "generic_views", "lookup", "m2m_through", "model_forms", "ordering", "queries"}
}

func bisectionCommand() *cobra.Command {
	b := figures.Bisection{}
	ptr, json := "", ""
	c := &cobra.Command{
		Use:   "bisection --django DIR [app…]",
		Short: "Time ptrbisect against the --bisect of Django's runner, on Django's own tests",
		Long: "Bisection plants a polluter and its victim in apps of Django's own suite, drawn at\n" +
			"random, and has both find it: Django's runner, which runs one process at a time, and\n" +
			"ptrbisect. Both get the same tests, one by one. Of Django's only the tests' own time\n" +
			"counts; of ptrbisect all from the first trial to the answer. ptr has run the suite once\n" +
			"before, as Django's runner has. Trials in which one of them does not answer rightly\n" +
			"have no ratio. DIR is a source tree of Django, and is copied.",
		Example: "  ptrbench bisection --django ../django --trials 5\n" +
			"  ptrbench bisection --django ../django queries lookup",
		RunE: func(c *cobra.Command, apps []string) error {
			if b.Django == "" {
				return console.Usage(fmt.Errorf("which Django?"), "name its source tree by --django: it has Django's own tests in it")
			}
			if b.Apps = apps; len(apps) == 0 {
				b.Apps = bisectedApps()
			}
			if len(b.Apps) < 2 {
				return console.Usage(fmt.Errorf("one app is too few"), "name two at least: one has the polluter, another the victim")
			}
			return withPtr(c.Context(), ptr, func(ptr string) error {
				b.Ptr = ptr
				return withCommand(c.Context(), "ptrbisect", func(ptrbisect string) error {
					b.Ptrbisect = ptrbisect
					rows, err := b.Run(c.Context(), progress(c, b.Trials))
					if err != nil {
						err = console.Failure(err, "--django takes a source tree of Django that runs on this Python")
					}
					if len(rows) > 0 { // what was measured is no less true
						err = errors.Join(showBisection(c, json, rows), err)
					}
					return err
				})
			})
		},
	}
	c.Flags().StringVar(&b.Django, "django", "", "the `folder` of Django's source")
	c.Flags().StringVar(&b.Python, "python", "python3", "run both by this `interpreter`")
	countVar(c, &b.Trials, "trials", 5, "plant so many polluters, one after the other")
	countVar(c, &b.Workers, "workers", 2, "let ptrbisect have so many workers")
	c.Flags().Uint64Var(&b.Seed, "seed", 1, "draw apps by this `number`")
	c.Flags().StringVar(&json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
	ptrFlag(c, &ptr)
	return c
}

func showBisection(c *cobra.Command, json string, rows []figures.BisectionRow) error {
	t := table{header: []string{"polluter", "tests", "Django", "its tests", "in all", "ptrbisect", "search", "in all", "ratio"}}
	var ratios []float64
	for _, r := range rows {
		ratio := "-"
		if r.Ratio > 0 {
			ratio, ratios = fmt.Sprintf("%.2f", r.Ratio), append(ratios, r.Ratio)
		}
		t.add(r.Polluter, fmt.Sprint(r.Candidates), r.Django, fmt.Sprintf("%.1f s", r.DjangoTests), fmt.Sprintf("%.1f s", r.DjangoWhole),
			r.Ptr, fmt.Sprintf("%.1f s", r.PtrSearch), fmt.Sprintf("%.1f s", r.PtrWhole), ratio)
	}
	if err := t.write(c, json, rows); err != nil || json == "-" || len(ratios) == 0 {
		return err
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "\nmedian ratio of the %d that both answered rightly, of %d: %.2f\n", len(ratios), len(rows), stats.Median(ratios))
	return err
}
