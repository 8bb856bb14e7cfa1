package main

import (
	"github.com/spf13/pflag"

	"github.com/ptr-project/ptr/internal/app"
)

// suiteFlags say where the suite and its databases are.
func suiteFlags(f *pflag.FlagSet, o *app.Options) {
	f.StringVarP(&o.Dir, "C", "C", ".", "run in this `folder`")
	f.StringVar(&o.Config, "config", "", "read this `file` instead of ptr.toml")
	f.StringVar(&o.Framework, "framework", "", "what kind of suite this is: `name`")
}

// selectFlags say which tests, and in which order.
func selectFlags(f *pflag.FlagSet, o *app.Options) {
	f.StringArrayVar(&o.Tests, "test", nil, "run this test only; may be repeated: `ID`")
	f.StringVar(&o.Filter, "filter", "", "run tests for which this `expression` holds, such as 'package contains \"orders\"'")
	f.StringVar(&o.Order, "order", "source", "`order`: source, reverse, shuffle, or file:F")
	f.BoolFunc("reverse", "short for --order reverse", func(string) error { o.Order = "reverse"; return nil })
	f.Var(shuffle{o}, "shuffle", "short for --order shuffle, with a `seed` if there is one")
	f.Lookup("shuffle").NoOptDefVal = "on"
	f.Uint64Var(&o.Seed, "seed", 0, "break ties, and shuffle, by this `number`")
	f.StringVar(&o.StartAt, "start-at", "", "leave out what comes before this test in the order: `ID`")
	f.StringVar(&o.StartAfter, "start-after", "", "leave out this test too: `ID`")
	f.StringVar(&o.Shard, "shard", "", "run one part of several, such as 2/3: `i/n`")
	f.BoolVar(&o.RerunFailed, "rerun-failed", false, "run the tests that failed in the latest run")
	f.StringArrayVar(&o.KeepTogether, "keep-together", nil, "keep tests that match on one worker, in their order: `pattern`")
}

// runFlags say how.
func runFlags(f *pflag.FlagSet, o *app.Options) {
	f.StringVarP(&o.Workers, "workers", "w", "", "how many workers: a `number` (default: of CPUs), or auto for more where tests wait")
	f.StringVarP(&o.Workers, "p", "p", "", "as go test spells --workers: `N`")
	f.StringVar(&o.Isolation, "isolation", "", "between two tests: none, verify (say what a test left changed) or restore: `what`")
	f.StringVar(&o.Strategy, "strategy", "", "how databases are cloned: `name`")
	f.StringVar(&o.Storage, "storage", "", "where clones live: auto, memory or disk: `place`")
	f.DurationVar(&o.Timeout, "timeout", 0, "limit of each test (default 10m): `duration`")
	f.DurationVar(&o.RunTimeout, "run-timeout", 0, "limit of the whole run: `duration`")
	f.IntVar(&o.FailFast, "fail-fast", 0, "stop after this many failed tests: `N`")
	f.Lookup("fail-fast").NoOptDefVal = "1"
	f.BoolFunc("failfast", "as go test spells it", func(string) error { o.FailFast = 1; return nil })
	f.IntVar(&o.Retries, "retries", -1, "run a failed test up to this many times more; one that then passes is flaky: `N`")
	f.StringVar(&o.Flaky, "flaky", "pass", "whether flaky tests pass or fail the run: `pass|fail`")
	f.IntVar(&o.Repeat, "repeat", 1, "run every test this many times: `N`")
	f.IntVar(&o.Repeat, "count", 1, "as go test spells --repeat: `N`")
	f.BoolVar(&o.NoDiagnose, "no-diagnose", false, "do not run failed tests once more, alone")
	f.BoolVar(&o.NoLeaks, "no-leaks", false, "do not look for what tests leave behind in their process")
	f.BoolVar(&o.NoBalance, "no-balance", false, "deal whole packages in source order, as go test does")
	f.BoolVar(&o.Fresh, "fresh", false, "prepare the databases anew")
	f.BoolVar(&o.KeepDB, "keepdb", false, "keep the clones on which tests failed, and say where they are")
	reportFlag(f, &o.Reports)
	f.Func("json", "short for --report json:FILE: `FILE`", addReport(&o.Reports, "json:"))
	f.BoolVarP(&o.Verbose, "verbose", "v", false, "show every test, and what it printed")
	f.BoolVarP(&o.Quiet, "quiet", "q", false, "show failures and the end only")
}

// goFlags are those of go test that mean the same here.
func goFlags(f *pflag.FlagSet, o *app.Options) {
	f.StringVar(&o.Go.Run, "run", "", "run tests that match, subtests too: `regexp`")
	f.StringVar(&o.Go.Skip, "skip", "", "leave out tests that match, subtests too: `regexp`")
	f.BoolVar(&o.Go.Short, "short", false, "tell tests to be short")
	f.BoolVar(&o.Go.FullPath, "fullpath", false, "show whole file names in messages of tests")
	f.IntVar(&o.Go.Parallel, "parallel", 0, "most parallel tests within one process: `n`")
	f.StringVar(&o.Go.CPU, "cpu", "", "GOMAXPROCS of the test processes: `n`")
	f.BoolVar(&o.Go.Cover, "cover", false, "build for coverage")
	f.StringVar(&o.Go.CoverProfile, "coverprofile", "", "write the coverage of all workers to this `file`")
	f.StringVar(&o.Go.Vet, "vet", "", "analyzers that packages must pass, or off: `list`")
	f.BoolVar(&o.Go.PerTest, "process-per-test", false, "start a process for every test")
	for _, flag := range app.GoFlags() {
		if flag.Why != "build flag" && flag.Name != "covermode" && flag.Name != "coverpkg" {
			continue
		}
		f.Var(buildFlag{o, flag}, flag.Name, "as go build takes it")
		if flag.Switch {
			f.Lookup(flag.Name).NoOptDefVal = "true"
		}
	}
}
