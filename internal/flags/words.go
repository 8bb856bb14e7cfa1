package flags

// A word is what another runner calls something that ptr has a flag or a command for.
type word struct {
	names []string // of flags, without dashes
	ours  string   // begins with the flag, or with the command, that does it here
}

// words are those of pytest and its plugins, Django, gotestsum, cargo-nextest and others.
// None of them is a flag of ptr run.
func words() []word {
	return []word{
		{[]string{"lf", "last-failed", "only-failures", "only-failed", "rerun", "rerun-last"}, "--rerun-failed runs the tests that failed in the latest run"},
		{[]string{"ff", "failed-first"}, "--rerun-failed runs the tests that failed in the latest run, and ptr run then all"},
		{[]string{"nf", "new-first", "only-changed", "onlyChanged", "changed-since", "changedSince", "testmon", "picked"}, "--changed runs the tests that a change touches"},
		{[]string{"sw", "stepwise", "exitfirst", "bail", "fail-on-first"}, "--fail-fast stops after the first failed test, --rerun-failed goes on with it"},
		{[]string{"maxfail", "max-fail", "max-fails"}, "--fail-fast=N stops after N failed tests"},
		{[]string{"no-fail-fast", "keep-going"}, "--fail-fast is off unless it is given"},
		{[]string{"reruns", "rerun-fails", "retry", "flaky-retries"}, "--retries N runs a failed test up to N times more"},
		{[]string{"numprocesses", "test-threads", "threads", "jobs", "j", "processes", "procs", "nprocs"}, "--workers N runs N at once"},
		{[]string{"partition", "split", "splits", "total-shards", "shard-index"}, "--shard 1/4 runs a quarter"},
		{[]string{"nocapture", "no-capture", "s", "capture", "verbosity", "vv", "vvv", "sv", "vs"}, "--verbose shows all tests, and what they printed"},
		{[]string{"collect-only", "co", "dry-run", "list", "list-tests", "listTests", "no-run"}, "ptr list shows the tests that would run"},
		{[]string{"junitxml", "junit-xml", "junitfile", "junit"}, "--report junit:FILE"},
		{[]string{"jsonfile", "json-report", "json-report-file"}, "--json FILE, or --report test2json:FILE as go test -json writes it"},
		{[]string{"format", "f", "reporter", "output-format", "hide-summary"}, "--quiet and --verbose show less and more; --report FORMAT:FILE writes reports"},
		{[]string{"m", "mark", "markers"}, "--tag NAME runs tests with that mark, --exclude-tag NAME the others"},
		{[]string{"E", "filterset", "filter-expr", "ignore", "deselect", "exclude"}, "--filter takes an expression, such as 'not (name contains \"Slow\")'"},
		{[]string{"grep", "g", "test-name-pattern", "testNamePattern"}, "--run takes a regular expression for the names of Go tests, -k part of the names of Python's"},
		{[]string{"random-order", "randomize", "randomly", "random", "rand"}, "--shuffle runs the tests in another order"},
		{[]string{"randomly-seed", "random-order-seed", "random-seed", "rand-seed"}, "--shuffle=SEED runs the tests in the order of a seed"},
		{[]string{"reuse-db", "reuse"}, "--fresh prepares the databases anew; without it they are prepared once, and cloned"},
		{[]string{"create-db"}, "--fresh prepares the databases anew"},
		{[]string{"ds", "django-settings"}, "--settings MODULE"},
		{[]string{"cov", "coverage"}, "--coverprofile FILE writes the coverage of Go tests"},
		{[]string{"flake-finder", "flake-runs", "stress-count", "repeat-until-fail"}, "--repeat N runs every test N times; ptr flaky finds out which ones are flaky"},
		{[]string{"bisect"}, "ptrbisect --failing TEST finds the tests that make it fail"},
		{[]string{"pair"}, "ptrbisect --pair TEST finds the tests that it affects, or that affect it"},
		{[]string{"slowest", "slow"}, "--durations N names the N slowest tests"},
		{[]string{"noinput", "no-input", "no-color", "nocolor", "color"}, "leave it out: nothing is asked, and NO_COLOR=1 in the environment does without colours"},
		{[]string{"packages", "package", "tests-dir", "rootdir"}, "ptr run ./orders/... names packages without a flag, and -C the folder"},
		{[]string{"watch"}, "ptr run runs once; what a change touches is what --changed runs"},
	}
}
