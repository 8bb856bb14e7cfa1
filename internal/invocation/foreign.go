package invocation

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
)

// A typedFlag is one that some frameworks have no meaning for.
type typedFlag struct {
	name  string
	typed bool
	hint  string
}

const (
	leaveOut = "leave it out"
	byName   = "ptr list shows the tests; labels, --test and --filter choose among them"
)

// refuseForeign refuses flags that mean nothing to the suite at hand: a run that
// passed over --tag, or --run, would run tests that nobody asked for.
func refuseForeign(c config.Config, o Options) error {
	var flags []typedFlag
	switch {
	case c.Framework == string(python.Pytest):
		flags = append(goOnly(o), debugMode(o.Python), typedFlag{"--buffer", o.Python.Buffer, "leave it out: what tests print is shown if they fail, or with --verbose"})
	case c.Framework == string(python.Unittest):
		flags = append(goOnly(o), debugMode(o.Python))
	case InPython(c.Framework):
		flags = goOnly(o)
	case c.Framework == FrameworkCommand || c.Framework == FrameworkWorker:
		flags = append(goOnly(o), pythonOnly(o.Python)...)
	default:
		flags = pythonOnly(o.Python)
	}
	for _, f := range flags {
		if f.typed {
			return console.Usage(fmt.Errorf("%s means nothing to a suite of the framework %s", f.name, c.Framework), f.hint)
		}
	}
	return nil
}

// pythonOnly are the flags of suites in Python. Those that say nothing but how such
// processes are started do no harm elsewhere.
func pythonOnly(o PythonOptions) []typedFlag {
	return []typedFlag{
		{"--tag", len(o.Tags) > 0, byName},
		{"--exclude-tag", len(o.ExcludeTags) > 0, byName},
		{"-k", len(o.Names) > 0, byName},
		{"--pattern", o.Pattern != "", byName},
		{"--top-level-directory", o.Top != "", leaveOut},
		{"--settings", o.Settings != "", leaveOut},
		{"--backend", o.Backend != "", "ptr.toml says which databases the tests have"},
		{"--start-method", o.StartMethod == "fork", leaveOut},
		{"--buffer", o.Buffer, leaveOut},
		debugMode(o),
	}
}

// debugMode is of Django's own test runner.
func debugMode(o PythonOptions) typedFlag {
	return typedFlag{"--debug-mode", o.DebugMode, leaveOut}
}

// goOnly are those of Go suites.
func goOnly(o Options) []typedFlag {
	flags := []typedFlag{
		{"--run", o.Go.Run != "", byName},
		{"--skip", o.Go.Skip != "", byName},
		{"--short", o.Go.Short, leaveOut},
		{"--parallel", o.Go.Parallel != 0, "--workers says how many processes run tests"},
		{"--cpu", o.Go.CPU != "", leaveOut},
		{"--cover", o.Go.Cover, leaveOut},
		{"--coverprofile", o.Go.CoverProfile != "", leaveOut},
		{"--process-per-test", o.Go.PerTest, leaveOut},
		{"what follows --", len(o.TestArgs) > 0, leaveOut},
	}
	for _, build := range o.Go.Build {
		name, _, _ := strings.Cut(build, "=")
		flags = append(flags, typedFlag{name, true, leaveOut})
	}
	return flags
}
