package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures"
)

// detectionParts are what ptrbench detection measures, in the order in which it tells.
func detectionParts() []string { return []string{"kinds", "alarms", "orders", "intervals"} }

func detectionCommand(status *int) *cobra.Command {
	d, json := figures.Detection{}, ""
	c := &cobra.Command{
		Use:   "detection [PART…]",
		Short: "Count how often ptr flaky is right about simulated suites",
		Long: "Detection runs the search of ptr flaky on suites that exist only as rules, of which it is\n" +
			"known which tests are flaky and why. Its parts are\n\n" +
			"  kinds      one planted test of each kind, 20 orders: is it called what it is?\n" +
			"  alarms     20 tests that fail independently, and outages: is any called dependent?\n" +
			"  orders     what ten orders reveal of polluters with cleaners\n" +
			"  intervals  how often intervals of rates have the rate in them\n\n" +
			"Without an argument it measures all. The exit status is 1 if a goal is missed.",
		Example: "  ptrbench detection\n" +
			"  ptrbench detection kinds --seeds 50",
		ValidArgs: detectionParts(),
		RunE: func(c *cobra.Command, parts []string) error {
			if len(parts) == 0 {
				parts = detectionParts()
			}
			var rows []figures.DetectionRow
			for _, part := range parts {
				if !slices.Contains(detectionParts(), part) {
					return console.Usage(fmt.Errorf("unknown part %q", part), "use kinds, alarms, orders or intervals")
				}
			}
			for _, part := range parts {
				more, err := d.Parts()[part](c.Context())
				if err != nil {
					return err
				}
				rows = append(rows, more...)
			}
			return showDetection(c, json, rows, status)
		},
	}
	countVar(c, &d.Seeds, "seeds", 200, "how many suites there are of each kind")
	countVar(c, &d.Repetitions, "repetitions", 1000, "how many suites of 1,000 tests are searched for alarms")
	countVar(c, &d.Suites, "suites", 10000, "how many suites orders are tried on")
	c.Flags().Uint64Var(&d.Seed, "seed", 1, "make suites by this `number`")
	c.Flags().StringVar(&json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
	return c
}

func showDetection(c *cobra.Command, json string, rows []figures.DetectionRow, status *int) error {
	t := table{header: []string{"what", "of", "measured", "95 % interval", "replays", "goal", "met"}}
	for _, r := range rows {
		met, replays := "yes", ""
		if !r.Met {
			met, *status = "no", 1
		}
		if r.Orders > 0 {
			replays = fmt.Sprintf("%.1f orders", r.Orders)
		}
		t.add(r.What, fmt.Sprint(r.Of), fmt.Sprintf("%.2f %%", 100*r.Share), between(r), replays, r.Goal, met)
	}
	return t.write(c, json, rows)
}

// between is the interval of a share that was counted; others are exact.
func between(r figures.DetectionRow) string {
	if r.Interval.Low == r.Interval.High {
		return "exact"
	}
	return fmt.Sprintf("%.2f – %.2f", 100*r.Interval.Low, 100*r.Interval.High)
}
