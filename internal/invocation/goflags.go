package invocation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/internal/console"
)

// A Fate is what becomes of a flag of `go test`.
type Fate string

// The fates.
const (
	Same    Fate = "same"    // means what it means there
	Mapped  Fate = "mapped"  // means another flag of ptr, or nearly the same
	Refused Fate = "refused" // ends ptr with an error that says why
)

// A GoFlag is one flag of `go test`, `go help build` included.
type GoFlag struct {
	Name   string
	Fate   Fate
	Switch bool   // takes no value
	Why    string // what it does under ptr, or why it is refused
}

// GoFlags are all flags of `go test`, in alphabetical order. The table in
// docs/go-test-flags.md is made from it.
func GoFlags() []GoFlag { return slices.Clone(goFlags[:]) }

var goFlags = [...]GoFlag{
	{"C", Same, false, "changes to the folder first; must come first there, may stand anywhere here"},
	{"a", Refused, true, "rebuilds the world on every run; clear the build cache instead (go clean -cache)"},
	{"args", Mapped, true, "what follows goes to the test binaries, as there"},
	{"artifacts", Refused, true, "workers share one process per package, so that artifacts of one run cannot be told apart yet"},
	{"asan", Same, true, "build flag"},
	{"asmflags", Same, false, "build flag"},
	{"bench", Refused, false, "benchmarks beside other tests measure the neighbours; run them with go test -bench"},
	{"benchmem", Refused, true, "goes with -bench"},
	{"benchtime", Refused, false, "goes with -bench"},
	{"blockprofile", Refused, false, "a package has as many processes as ptr sees fit, a profile belongs to one; use go test for one package"},
	{"blockprofilerate", Refused, false, "goes with -blockprofile"},
	{"buildmode", Same, false, "build flag"},
	{"buildvcs", Same, false, "build flag"},
	{"c", Refused, true, "builds without running; use go test -c"},
	{"compiler", Refused, false, "ptr's worker is proven with gc only"},
	{"count", Mapped, false, "--repeat N; -count=1 is always so, since ptr never shows cached results"},
	{"cover", Same, true, "percentages come from -coverprofile"},
	{"covermode", Same, false, "build flag"},
	{"coverpkg", Same, false, "build flag"},
	{"coverprofile", Same, false, "merged over all packages and workers; a process that crashed loses its share"},
	{"cpu", Same, false, "one value; a list is refused, since it would run every test several times under one name"},
	{"cpuprofile", Refused, false, "a package has as many processes as ptr sees fit, a profile belongs to one; use go test for one package"},
	{"exec", Refused, false, "ptr starts test binaries itself, with descriptors that a wrapper would have to pass on"},
	{"failfast", Mapped, true, "--fail-fast: over all packages, not within one"},
	{"fullpath", Same, true, "goes to the test binaries"},
	{"fuzz", Refused, false, "fuzzing is one test for hours, not a suite; seeds run as tests. Use go test -fuzz"},
	{"fuzzminimizetime", Refused, false, "goes with -fuzz"},
	{"fuzztime", Refused, false, "goes with -fuzz"},
	{"gccgoflags", Refused, false, "ptr's worker is proven with gc only"},
	{"gcflags", Same, false, "build flag"},
	{"installsuffix", Same, false, "build flag"},
	{"json", Mapped, true, "with one dash: --report test2json:-; --json FILE is ptr's own format"},
	{"ldflags", Same, false, "build flag"},
	{"linkshared", Refused, true, "the worker reads a table of the main package, which a shared library would hide"},
	{"list", Mapped, false, "ptr list --run PATTERN"},
	{"memprofile", Refused, false, "a package has as many processes as ptr sees fit, a profile belongs to one; use go test for one package"},
	{"memprofilerate", Refused, false, "goes with -memprofile"},
	{"mod", Same, false, "build flag"},
	{"modcacherw", Same, true, "build flag"},
	{"modfile", Same, false, "build flag"},
	{"msan", Same, true, "build flag"},
	{"mutexprofile", Refused, false, "a package has as many processes as ptr sees fit, a profile belongs to one; use go test for one package"},
	{"mutexprofilefraction", Refused, false, "goes with -mutexprofile"},
	{"n", Refused, true, "prints commands without running them; use go test -n, or --workers N for so many at once"},
	{"o", Refused, false, "goes with -c"},
	{"outputdir", Refused, false, "goes with the profiles"},
	{"overlay", Refused, false, "ptr adds its worker by an overlay of its own"},
	{"p", Mapped, false, "--workers N: how many packages, and parts of packages, run at the same time"},
	{"parallel", Same, false, "within one process"},
	{"pgo", Same, false, "build flag"},
	{"pkgdir", Same, false, "build flag"},
	{"race", Same, true, "build flag"},
	{"run", Same, false, "subtests included"},
	{"short", Same, true, "goes to the test binaries"},
	{"shuffle", Mapped, false, "--shuffle[=SEED]: on, off or a seed; over all packages, and replayable"},
	{"skip", Same, false, "subtests included"},
	{"tags", Same, false, "build flag"},
	{"timeout", Mapped, false, "limits each test, not each package; --run-timeout limits the run"},
	{"toolexec", Same, false, "build flag"},
	{"trace", Refused, false, "a package has as many processes as ptr sees fit, a trace belongs to one; use go test for one package"},
	{"trimpath", Same, true, "build flag"},
	{"v", Same, true, "shows every test, and what it printed"},
	{"vet", Same, false, "the same analyzers by default"},
	{"work", Refused, true, "keeps go's own temporary folder; --keepdb keeps ptr's"},
	{"x", Refused, true, "prints go's commands; use go test -x, or --fail-fast to stop after a failed test"},
}

// Dashes lets the user write flags the way the go command takes them: with one
// dash, as in -race or -run=X. What follows -args is left alone.
//
// The error names a flag of `go test` that ptr refuses, and why.
func Dashes(args []string) ([]string, error) {
	written := make([]string, 0, len(args))
	args = joinShuffle(args)
	for i, arg := range args {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		flag, known := goFlag(name)
		switch {
		case arg == "--":
			return append(written, args[i:]...), nil
		case !strings.HasPrefix(arg, "-") || !known:
			written = append(written, arg)
		case arg == "-json":
			written = append(written, "--report=test2json:-")
		case name == "args":
			return append(append(written, "--"), args[i+1:]...), nil
		case flag.Fate == Refused:
			return nil, console.Usage(fmt.Errorf("-%s is refused", name), flag.Why)
		default:
			written = append(written, dashed(arg, name))
		}
	}
	return written, nil
}

// joinShuffle joins --shuffle with a number behind it, which is its seed: Django's runner
// and the go command take it so. No test is called by a number alone; the go command also
// has -shuffle on and off.
func joinShuffle(args []string) []string {
	var joined []string
	for i, arg := range args {
		last := len(joined) - 1
		switch {
		case arg == "--":
			return append(joined, args[i:]...)
		case last >= 0 && joined[last] == "--shuffle" && isNumber(arg),
			last >= 0 && joined[last] == "-shuffle" && (isNumber(arg) || arg == "on" || arg == "off"):
			joined[last] += "=" + arg
		default:
			joined = append(joined, arg)
		}
	}
	return joined
}

func isNumber(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil
}

// dashed is arg with the number of dashes that its name wants.
func dashed(arg, name string) string {
	if len(name) == 1 {
		return "-" + strings.TrimLeft(arg, "-")
	}
	return "--" + strings.TrimLeft(arg, "-")
}

func goFlag(name string) (GoFlag, bool) {
	i := slices.IndexFunc(goFlags[:], func(f GoFlag) bool { return f.Name == name })
	if i < 0 {
		return GoFlag{}, false
	}
	return goFlags[i], true
}
