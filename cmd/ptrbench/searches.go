package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bisect/simulation"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures"
)

func searchesCommand() *cobra.Command {
	s, only, json := figures.Searches{}, "", ""
	c := &cobra.Command{
		Use:   "searches",
		Short: "Count how often ptrbisect's search is right, and what it costs, on simulated suites",
		Long: "Searches runs the search of ptrbisect on suites that exist only as rules, of which tests\n" +
			"make which other fail, some hundreds of each kind. It tells how often the answer was\n" +
			"right, wrong (an innocent test was named) or none, and its costs in multiples of running\n" +
			"all candidates once, classification, confirmation and exoneration included.",
		Example: "  ptrbench searches\n" +
			"  ptrbench searches --workers 2 --suites 30\n" +
			"  ptrbench searches --kind brittle --start 10 --victim 20",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			kinds := len(simulation.Makers())
			if only != "" {
				kinds = 1
			}
			rows, err := s.Search(c.Context(), only, progress(c, kinds*s.Suites))
			if err != nil {
				return console.Usage(err, "ptrbench searches shows the kinds that there are")
			}
			return showSearches(c, json, rows)
		},
	}
	countVar(c, &s.Tests, "tests", 1000, "how many candidates each suite has")
	countVar(c, &s.Suites, "suites", 300, "how many suites are searched of each kind")
	countVar(c, &s.Workers, "workers", 8, "how many trials run at the same time")
	c.Flags().Float64Var(&s.Victim, "victim", 1, "let the victim take as long as this `number` of tests")
	c.Flags().Float64Var(&s.Start, "start", 0, "let a process take as long to start as this `number` of tests")
	c.Flags().Uint64Var(&s.Seed, "seed", 1, "make suites by this `number`")
	c.Flags().StringVar(&only, "kind", "", "search suites of this `kind` only")
	c.Flags().StringVar(&json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
	return c
}

func showSearches(c *cobra.Command, json string, rows []figures.SearchesRow) error {
	t := table{header: []string{"kind", "suites", "right", "wrong", "none", "tests", "wall", "worst", "rounds"}}
	for _, r := range rows {
		t.add(r.Kind, fmt.Sprint(r.Suites), fmt.Sprint(r.Right), fmt.Sprint(r.Wrong), fmt.Sprint(r.Abstained),
			fmt.Sprintf("%.2f", r.Tests), fmt.Sprintf("%.3f", r.Wall), fmt.Sprintf("%.3f", r.Worst), fmt.Sprintf("%.1f", r.Rounds))
	}
	return t.write(c, json, rows)
}
