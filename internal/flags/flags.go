// Package flags has the flags that commands share which run tests.
package flags

import (
	"slices"

	"github.com/spf13/pflag"

	"github.com/ptr-project/ptr/internal/invocation"
)

// Suite say where the suite and its databases are.
func Suite(f *pflag.FlagSet, o *invocation.Options) {
	f.StringVarP(&o.Dir, "C", "C", ".", "run in this `folder`")
	f.StringVar(&o.Config, "config", "", "read this `file` instead of ptr.toml")
	f.StringVar(&o.Framework, "framework", "", "take this for a suite of the framework called `name`")
}

// Select say which tests, and in which order.
func Select(f *pflag.FlagSet, o *invocation.Options) {
	f.StringArrayVar(&o.Tests, "test", nil, "run the test `ID` only; may be repeated")
	f.StringVar(&o.Filter, "filter", "", "run tests for which this `expression` holds, such as 'package contains \"orders\"'")
	f.StringVar(&o.Order, "order", "source", "run tests in this `order`: source, reverse, shuffle, or file:F")
	f.BoolFunc("reverse", "short for --order reverse", func(string) error { o.Order = "reverse"; return nil })
	f.Var(shuffle{o}, "shuffle", "short for --order shuffle, with a `seed` if there is one")
	f.Lookup("shuffle").NoOptDefVal = "on"
	f.Uint64Var(&o.Seed, "seed", 0, "break ties, and shuffle, by this `number`")
	f.StringVar(&o.StartAt, "start-at", "", "leave out what comes before the test, class, module or package `ID` in the order")
	f.StringVar(&o.StartAfter, "start-after", "", "leave out `ID`, too")
	f.StringVar(&o.Shard, "shard", "", "run part `i/n` only, such as 2/3")
	f.BoolVar(&o.RerunFailed, "rerun-failed", false, "run the tests that failed in the latest run")
	f.StringVar(&o.Changed, "changed", "", "run the tests that are touched by what differs from this `revision` of git (default: HEAD)")
	f.Lookup("changed").NoOptDefVal = "HEAD"
	f.StringArrayVar(&o.KeepTogether, "keep-together", nil, "keep tests that match `pattern` on one worker, in their order")
}

// Workers say how many workers there are, and what they are given.
func Workers(f *pflag.FlagSet, o *invocation.Options) {
	f.StringVarP(&o.Workers, "workers", "w", "", "run this `number` of workers (default: of CPUs), or auto for more where tests wait")
	f.StringVarP(&o.Workers, "p", "p", "", "run `N` workers, as go test spells it")
	f.StringVar(&o.Strategy, "strategy", "", "clone databases by the strategy called `name`")
	f.StringVar(&o.Storage, "storage", "", "keep clones in this `place`: auto, memory or disk")
	f.DurationVar(&o.Timeout, "timeout", 0, "stop a test after this `duration` (default 10m)")
	f.DurationVar(&o.RunTimeout, "run-timeout", 0, "stop the run after this `duration`")
}

// Seed is for commands that select no tests.
func Seed(f *pflag.FlagSet, o *invocation.Options) {
	f.Uint64Var(&o.Seed, "seed", 0, "break ties, and shuffle, by this `number`")
}

// Run say how.
func Run(f *pflag.FlagSet, o *invocation.Options) {
	f.StringVarP(&o.Workers, "workers", "w", "", "run this `number` of workers (default: of CPUs), or auto for more where tests wait")
	f.StringVarP(&o.Workers, "p", "p", "", "run `N` workers, as go test spells it")
	f.StringVar(&o.Isolation, "isolation", "", "between two tests, choose this `mode`: none, verify (say what a test left changed) or restore")
	f.StringVar(&o.Strategy, "strategy", "", "clone databases by the strategy called `name`")
	f.StringVar(&o.Storage, "storage", "", "keep clones in this `place`: auto, memory or disk")
	f.DurationVar(&o.Timeout, "timeout", 0, "stop a test after this `duration` (default 10m)")
	f.DurationVar(&o.RunTimeout, "run-timeout", 0, "stop the run after this `duration`")
	f.IntVar(&o.FailFast, "fail-fast", 0, "stop after `N` failed tests")
	f.Lookup("fail-fast").NoOptDefVal = "1"
	f.BoolFunc("failfast", "stop after one failed test, as go test spells it", func(string) error { o.FailFast = 1; return nil })
	f.IntVar(&o.Retries, "retries", -1, "run a failed test up to `N` times more (default 0); one that then passes is flaky")
	f.Lookup("retries").DefValue = "0" // what -1, which leaves it to ptr.toml, comes to
	f.StringVar(&o.Flaky, "flaky", "pass", "let flaky tests `pass|fail` the run")
	o.Repeat = 1
	f.Var(times{&o.Repeat}, "repeat", "run every test `N` times")
	f.Var(times{&o.Repeat}, "count", "run every test `N` times, as go test spells it")
	f.BoolVar(&o.NoDiagnose, "no-diagnose", false, "do not run failed tests once more, alone")
	f.BoolVar(&o.NoLeaks, "no-leaks", false, "do not look for what tests leave behind in their process")
	f.BoolVar(&o.NoBalance, "no-balance", false, "deal whole packages in source order, as go test does")
	f.StringArrayVar(&o.Facts, "fact", nil, "let every process of the run know a fact: `NAME=VALUE`; may be repeated")
	f.BoolVar(&o.Fresh, "fresh", false, "prepare the databases anew")
	f.BoolVar(&o.KeepDB, "keepdb", false, "keep the clones on which tests failed, and say where they are")
	Report(f, &o.Reports)
	JSON(f, &o.Reports)
	f.IntVar(&o.Durations, "durations", 0, "name the `N` slowest tests at the end")
	f.BoolVar(&o.Timing, "timing", false, "say at the end what the set-up took")
	f.BoolVar(&o.ExplainSetup, "explain-setup", false, "prepare the databases anew, and say which statements that takes longest for")
	f.BoolVarP(&o.Verbose, "verbose", "v", false, "show every test, and what it printed")
	f.BoolVarP(&o.Quiet, "quiet", "q", false, "show failures and the end only")
}

// Perturb say what is done to a suite to provoke what luck hides.
func Perturb(f *pflag.FlagSet, o *invocation.Options) {
	f.StringArrayVar(&o.Perturb, "perturb", nil, "provoke failures by what `NAME[=VALUE]` says, several with commas between; help lists what there is; may be repeated")
}

// Debug show more of tests that fail.
func Debug(f *pflag.FlagSet, o *invocation.Options) {
	f.BoolVar(&o.Go.DebugSQL, "debug-sql", false, "show the SQL statements of failing tests")
}

// Go are those of go test that mean the same here.
func Go(f *pflag.FlagSet, o *invocation.Options) {
	f.StringVar(&o.Go.Run, "run", "", "run tests that match `regexp`, subtests too")
	f.StringVar(&o.Go.Skip, "skip", "", "leave out tests that match `regexp`, subtests too")
	f.BoolVar(&o.Go.Short, "short", false, "tell tests to be short")
	f.BoolVar(&o.Go.FullPath, "fullpath", false, "show whole file names in messages of tests")
	f.IntVar(&o.Go.Parallel, "parallel", 0, "run `n` parallel tests at once within one process")
	f.StringVar(&o.Go.CPU, "cpu", "", "set GOMAXPROCS of the test processes to `n`")
	f.BoolVar(&o.Go.Cover, "cover", false, "build for coverage")
	f.StringVar(&o.Go.CoverProfile, "coverprofile", "", "write the coverage of all workers to this `file`")
	f.StringVar(&o.Go.Vet, "vet", "", "vet packages by this `list` of analyzers, or off")
	f.BoolVar(&o.Go.PerTest, "process-per-test", false, "start a process for every test")
	for _, flag := range invocation.GoFlags() {
		if flag.Why != "build flag" && flag.Name != "covermode" && flag.Name != "coverpkg" {
			continue
		}
		f.Var(buildFlag{o, flag}, flag.Name, "as go build takes it")
		if flag.Switch {
			f.Lookup(flag.Name).NoOptDefVal = "true"
		}
		f.Lookup(flag.Name).Hidden = !slices.Contains(commonBuildFlags(), flag.Name)
	}
}

// commonBuildFlags are those that help shows.
func commonBuildFlags() []string {
	return []string{"race", "tags", "ldflags", "covermode", "coverpkg"}
}

// Split divides arguments at "--", which is before dash; -1 means nowhere. What is behind
// it is for the tests themselves.
func Split(args []string, dash int) (before, after []string) {
	if dash < 0 {
		return args, nil
	}
	return args[:dash], args[dash:]
}

// JSON is short for a report.
func JSON(f *pflag.FlagSet, reports *[]string) {
	f.Func("json", "write what happens to `FILE`, as it does; short for --report json:FILE", AddReport(reports, "json:"))
}
