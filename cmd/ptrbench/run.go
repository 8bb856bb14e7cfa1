package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench/scaling"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures"
)

func runCommand() *cobra.Command {
	s := figures.Scaling{}
	var ptr, workers string
	var reports []string
	var noEngine bool
	c := &cobra.Command{
		Use:   "run [packages or tests]",
		Short: "Say how a suite scales with workers, and where the time goes that isn't its tests'",
		Long: "Run runs a suite with each number of workers in turn, in another order each round, after\n" +
			"one round that isn't counted. The bound is what no schedule beats: the tests' own time\n" +
			"in equal shares, the longest test, or their CPU time on all cores, as they were in the\n" +
			"same round with the fewest workers. Efficiency is its share of the time after the set-up.\n" +
			"Each run is in the suite's history, as any is. Without -C a suite is made: 20 packages,\n" +
			"half of whose time is sleep and half work, and one of which has 60 % of it.",
		Example: "  ptrbench run -C ../shop\n" +
			"  ptrbench run -C ../shop --workers 1,2,4,8 --rounds 12 --report html:run.html ./orders/...\n" +
			"  ptrbench run --total 20s --json run.json",
		RunE: func(c *cobra.Command, args []string) error {
			s.Args, s.Engine = args, !noEngine
			if err := completeRun(c, &s, workers); err != nil {
				return err
			}
			files, err := openReports(c.OutOrStdout(), reports, scaling.Formats())
			if err != nil {
				return err
			}
			return withPtr(c.Context(), ptr, func(ptr string) error { return measureRun(c, s, ptr, files) })
		},
	}
	c.Flags().StringVarP(&s.Dir, "C", "C", "", "run the suite in this `folder`, instead of one that is made")
	c.Flags().StringVarP(&workers, "workers", "w", "1,2,4", "how many workers to compare, such as `1,2,4`")
	c.Flags().DurationVar(&s.Total, "total", 20*time.Second, "let the tests of the suite that is made take this `duration`, one after the other")
	countVar(c, &s.Rounds, "rounds", 6, "how often the suite is run with each number of workers")
	c.Flags().Uint64Var(&s.Seed, "seed", 1, "draw the order within each round by this `number`")
	c.Flags().BoolVar(&noEngine, "no-engine", false, "do not measure, in the same rounds, what the engine costs for each test")
	reportFlags(c, &reports, scaling.Formats())
	ptrFlag(c, &ptr)
	return c
}

// completeRun makes s what was typed.
func completeRun(c *cobra.Command, s *figures.Scaling, workers string) error {
	var err error
	if s.Workers, err = numbers(workers); err != nil {
		return console.Usage(fmt.Errorf("--workers %s: %w", workers, err), "write --workers 1,2,4")
	}
	if s.Dir == "" {
		if len(s.Args) > 0 {
			return console.Usage(fmt.Errorf("%s: of which suite?", strings.Join(s.Args, " ")), "name the suite's folder by -C")
		}
		return nil
	}
	if c.Flags().Changed("total") {
		return console.Usage(errors.New("--total is of a suite that is made, and -C names one that is there"), "leave one of them out")
	}
	if info, err := os.Stat(s.Dir); err != nil {
		return console.Usage(err, "-C names the folder of a suite")
	} else if !info.IsDir() {
		return console.Usage(fmt.Errorf("%s is no folder", s.Dir), "-C names the folder of a suite")
	}
	return nil
}

// numbers are those from 1 in text, each once, ascending.
func numbers(text string) ([]int, error) {
	var all []int
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number from 1", part)
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func measureRun(c *cobra.Command, s figures.Scaling, ptr string, files reportFiles[scaling.Result]) error {
	rounds := progress(c, s.Rounds)
	if rounds != nil {
		rounds(0) // until the first is done, much has to be built
	}
	result, err := s.Run(c.Context(), ptr, rounds)
	if rounds != nil {
		rounds(s.Rounds) // it may have failed before
	}
	var failed *figures.RunError
	switch {
	case errors.Is(err, figures.ErrFewerWorkers):
		return console.Usage(err, "leave the greatest of --workers out")
	case errors.As(err, &failed) && failed.Status == console.TestsFailed:
		return console.Usage(err, "measure a suite that passes, or name those of its packages and tests that do")
	case errors.As(err, &failed) && failed.Status == console.BadUsage:
		return console.Usage(err, failed.Hint)
	case err != nil:
		return err
	}
	if !files.stdout {
		if err := showRun(c, result); err != nil {
			return err
		}
	}
	return files.write(result)
}

// showRun shows the verdict first, and then how it came about.
func showRun(c *cobra.Command, r scaling.Result) error {
	w := c.OutOrStdout()
	fmt.Fprintf(w, " %s\n", r.Verdict)
	for _, t := range r.Tables() {
		fmt.Fprintf(w, "\n %s\n\n", t.Title)
		if err := (&table{t.Header, t.Rows}).show(c); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "\n %s, %s, on %d cores\n", plural(r.Tests, "test"), plural(r.Rounds, "round"), r.CPUs)
	notes(w, "engine", r.EngineText())
	for _, warning := range r.Warnings {
		notes(w, "note", warning)
	}
	return nil
}

func notes(w io.Writer, topic, text string) {
	if text != "" {
		fmt.Fprintf(w, " %-7s %s\n", topic, text)
	}
}

// plural is n of what noun names.
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprint(n, " ", noun)
}
