package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/internal/figures"
)

func scheduleCommand() *cobra.Command {
	var ptr, json string
	s := figures.Schedule{}
	c := &cobra.Command{
		Use:     "schedule",
		Short:   "Time ptr against go test on a lopsided suite, half of whose time is sleep",
		Example: "  ptrbench schedule --total 60s --rounds 6",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withPtr(c.Context(), ptr, func(ptr string) error {
				rows, err := s.Run(c.Context(), ptr, progress(c, s.Rounds))
				if err != nil {
					return err
				}
				t := table{header: []string{"command", "median", "95 % interval", "ratio", "95 % interval"}}
				for _, r := range rows {
					t.add(r.Name, fmt.Sprintf("%.2f s", r.Wall.Median), interval(r.Wall), fmt.Sprintf("%.2f", r.Ratio.Median), interval(r.Ratio))
				}
				return t.write(c, json, rows)
			})
		},
	}
	c.Flags().DurationVar(&s.Total, "total", 60*time.Second, "let the suite's tests take this `duration`, one after the other")
	roundFlags(c, &s.Rounds, &s.Seed, &json)
	ptrFlag(c, &ptr)
	return c
}

func overheadCommand() *cobra.Command {
	var ptr, json string
	o := figures.Overhead{}
	c := &cobra.Command{
		Use:     "overhead",
		Short:   "Measure what ptr costs for each test, against the test binary with -test.v",
		Example: "  ptrbench overhead --many 20000 --rounds 10",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withPtr(c.Context(), ptr, func(ptr string) error {
				r, err := o.Run(c.Context(), ptr, progress(c, o.Rounds))
				if err != nil {
					return err
				}
				t := table{header: []string{"per test", "median", "95 % interval"}}
				for name, e := range map[string]bench.Estimate{"wall": r.Wall, "CPU": r.CPU} {
					t.add(name, fmt.Sprintf("%.1f µs", e.Median), interval(e))
				}
				return t.write(c, json, r)
			})
		},
	}
	countVar(c, &o.Few, "few", 1000, "the smaller package's tests")
	countVar(c, &o.Many, "many", 20000, "the larger package's tests")
	roundFlags(c, &o.Rounds, &o.Seed, &json)
	ptrFlag(c, &ptr)
	return c
}

func millionCommand() *cobra.Command {
	var json string
	m := figures.Million{}
	c := &cobra.Command{
		Use:     "million",
		Short:   "Plan, run (on simulated workers) and store a million tests",
		Example: "  ptrbench million --tests 1000000",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := m.Run(c.Context())
			if err != nil {
				return err
			}
			t := table{header: []string{"part", "took"}}
			t.add("planning", seconds(r.Plan))
			t.add("writing down the plan", seconds(r.Begin))
			t.add("running and storing", seconds(r.Run))
			t.add("together", seconds(r.Plan+r.Begin+r.Run))
			t.add("peak memory", peakMemory())
			return t.write(c, json, r)
		},
	}
	countVar(c, &m.Tests, "tests", 1_000_000, "how many")
	countVar(c, &m.Units, "units", 1000, "how many packages")
	countVar(c, &m.Workers, "workers", 2, "how many simulated workers")
	c.Flags().StringVar(&json, "json", "", "write the figures as JSON to `FILE`, - being standard output")
	return c
}
