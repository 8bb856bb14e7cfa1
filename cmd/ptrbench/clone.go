package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
)

// defaultStorage is where ptr run, too, has its clones if there is room.
const defaultStorage = "memory"

// cloneFlags are what has to be made something of.
type cloneFlags struct {
	backend, storage, prepare, cleanup, precision, against string
	reports                                                []string
}

func cloneCommand(status *int) *cobra.Command {
	e, f := cloning.Experiment{}, cloneFlags{}
	c := &cobra.Command{
		Use:   "clone",
		Short: "Compare ways of cloning a database, until another process has read and written there",
		Long: "Clone makes clones of one template by each strategy in turn, in another order each\n" +
			"round. A clone's time is until another process, which runs already, has had its first\n" +
			"query answered, and has read and updated one row in each of five tables, the largest\n" +
			"included. Before that, each strategy is checked: a clone that is not what its template\n" +
			"is, or that shares anything with it, disqualifies it. The baseline is the command cp or, for\n" +
			"servers, what their own tools do: --strategy \"default wal_log\" or \"default mysqldump\"\n" +
			"adds that on a server with default settings, on disk; mysqldump alone, without options,\n" +
			"on the same server as the others; \"pool\", clones that were made ahead;\n" +
			"and \"connect\", nothing but a connection and the same work.",
		Example: "  ptrbench clone --backend sqlite\n" +
			"  ptrbench clone --backend sqlite --size app.db --rounds 20 --json app.json\n" +
			"  ptrbench clone --backend sqlite --precision 5%\n" +
			"  ptrbench clone --backend postgres --size schema\n" +
			"  ptrbench clone --backend postgres --against size=2MB,20MB,200MB --report html:size.html\n" +
			"  ptrbench clone --backend mysql --size dump.sql --strategy overlay --strategy dump\n" +
			"  ptrbench clone --backend sqlite --strategy filecopy --strategy backup --size 20MB",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, e, status) },
	}
	c.Flags().StringVar(&f.backend, "backend", "", "clone databases of the backend called `name`: "+strings.Join(backends.Names(), ", "))
	c.Flags().StringArrayVar(&e.Strategies, "strategy", nil, "measure the strategy called `name` only; may be repeated")
	c.Flags().StringVar(&e.Size, "size", cloning.Small, "of the template: `small|schema|migrations|data`, such as 20MB, or the path of a database or, for servers, of a file of SQL, or a database's URL")
	countVar(c, &e.Clones, "clones", 1, "how many clones are made in each round, by each strategy")
	countVar(c, &e.Parallel, "parallel", 1, "how many of them at a time")
	countVar(c, &e.Rounds, "rounds", 12, "how often each strategy is measured")
	c.Flags().StringVar(&f.precision, "precision", "", "measure until medians are known to `within`, such as 5%, --rounds being the most (then 200 by default), and then anew")
	c.Flags().StringVar(&f.against, "against", "", "measure at several `points`: size or parallel, or those that you name, such as size=2MB,20MB,200MB or parallel=1,2,4")
	c.Flags().StringVar(&f.storage, "storage", defaultStorage, "keep clones in this `place`: memory or disk")
	c.Flags().StringVar(&f.prepare, "prepare", "", "run this `command` before each measurement")
	c.Flags().StringVar(&f.cleanup, "cleanup", "", "run this `command` after each measurement")
	c.Flags().Uint64Var(&e.Seed, "seed", 1, "draw the order within each round by this `number`")
	reportFlags(c, &f.reports, cloning.Formats())
	return c
}

// run sets the status where no strategy made a clone that is like its template.
func (f cloneFlags) run(c *cobra.Command, e cloning.Experiment, status *int) error {
	if f.precision != "" && !c.Flags().Changed("rounds") {
		e.Rounds = 200
	}
	if err := f.complete(&e); err != nil {
		return err
	}
	return backends.Use(f.backend, clone.Storage(f.storage), func(b clone.Backend, stock []clone.Strategy) error {
		e.Backend, e.Baselines = b, stock
		if f.against != "" {
			return f.curve(c, e, status)
		}
		return f.measure(c, e, status)
	})
}

func (f cloneFlags) measure(c *cobra.Command, e cloning.Experiment, status *int) error {
	reports, err := openReports(c.OutOrStdout(), f.reports, cloning.Formats())
	if err != nil {
		return err
	}
	rounds := progress(c, e.Rounds)
	result, failure := e.Run(c.Context(), rounds)
	if rounds != nil {
		rounds(e.Rounds) // it may have needed fewer
	}
	if failure != nil && result.Measured() == 0 {
		return explain(failure)
	}
	if !result.Qualified() {
		*status = console.TestsFailed
	}
	if failure != nil {
		failure = &console.Error{Status: console.Interrupted, Err: fmt.Errorf("interrupted after %d of %d rounds", result.Measured(), e.Rounds)}
	}
	return errors.Join(f.tell(c, e, result, reports, failure == nil), failure)
}

// tell shows and writes what was measured, and has auto use it if it is whole.
func (f cloneFlags) tell(c *cobra.Command, e cloning.Experiment, r cloning.Result, to reportFiles[cloning.Result], whole bool) error {
	auto, err := "", error(nil)
	if whole {
		auto, err = f.record(e, r)
	}
	if err == nil && !to.stdout {
		err = showClones(c, r, auto)
	}
	if err != nil {
		return err
	}
	return to.write(r)
}

// record has auto choose what is the fastest of all, and says so in a line; "" if
// that is not known.
func (f cloneFlags) record(e cloning.Experiment, r cloning.Result) (string, error) {
	if r.Fastest == "" || len(e.Strategies) > 0 || f.storage != defaultStorage {
		return "", nil
	}
	return backends.RecordFastest(e.Backend, clone.Template{Size: r.Bytes}, backends.Fastest{
		Backend: r.Backend, Version: r.Version, Class: backends.SizeClass(r.Bytes), Strategy: r.Fastest, When: time.Now().UTC(),
	})
}

// complete makes e what the flags say.
func (f cloneFlags) complete(e *cloning.Experiment) error {
	places := map[string]scratch.Storage{"memory": scratch.Memory, "disk": scratch.Disk}
	storage, known := places[f.storage]
	if !known {
		return console.Usage(fmt.Errorf("unknown storage %q", f.storage), "use one of memory, disk")
	}
	if storage == scratch.Memory && scratch.SystemRoots().Memory == "" {
		return console.Usage(errors.New("this system has no memory-backed storage"), "use --storage disk")
	}
	var err error
	if e.Precision, err = percentage(f.precision); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	e.Storage, e.Visitor = storage, []string{self, visitCommand}
	e.Prepare, e.Cleanup = hook("--prepare", f.prepare), hook("--cleanup", f.cleanup)
	return nil
}

// percentage reads such as 5%; nothing is 0.
func percentage(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	number, found := strings.CutSuffix(text, "%")
	n, err := strconv.ParseFloat(number, 64)
	if !found || err != nil || !(n > 0 && n < 100) {
		return 0, console.Usage(fmt.Errorf("--precision %s is no percentage", text), "write --precision 5%")
	}
	return n / 100, nil
}

// hook runs a line of the shell; nil if there is none.
func hook(flag, line string) func(context.Context) error {
	if line == "" {
		return nil
	}
	return func(ctx context.Context) error {
		if out, err := shell(ctx, line).CombinedOutput(); err != nil {
			return console.Usage(fmt.Errorf("%s %q: %w\n%s", flag, line, err, out), "")
		}
		return nil
	}
}
