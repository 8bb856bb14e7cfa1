package invocation

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/framework/program"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/worker/spoken"
)

// startMethods are the ways to start a worker.
var startMethods = []string{"spawn", "fork"}

// pythonBackends can take the place of a suite's own.
var pythonBackends = []string{"sqlite", "postgres", "mysql"}

// Hatches reports whether some processes are to be forked, on a system where nothing is
// known to go wrong in one: some of what macOS has in a process does not outlive that.
func (o PythonOptions) Hatches() bool { return o.Hatch && runtime.GOOS == "linux" }

// InPython reports whether a framework is one of Python's.
func InPython(name string) bool { return slices.Contains(python.Faces, python.Face(name)) }

// pythonFramework is the Python suite that c and o describe.
func pythonFramework(c config.Config, o Options, w Workshop) (framework.Framework, error) {
	if !slices.Contains(startMethods, o.Python.StartMethod) {
		return nil, console.Usage(fmt.Errorf("unknown start method %q", o.Python.StartMethod), "use one of "+strings.Join(startMethods, ", "))
	}
	if o.Python.StartMethod == "fork" && runtime.GOOS == "windows" {
		return nil, console.Usage(errors.New("this system cannot fork"), "leave out --start-method")
	}
	if b := o.Python.Backend; b != "" && !slices.Contains(pythonBackends, b) {
		return nil, console.Usage(fmt.Errorf("unknown backend %q", b), "use one of "+strings.Join(pythonBackends, ", "))
	}
	f, err := python.New(python.Options{
		Face: python.Face(c.Framework), Name: c.Name, Dir: w.Dir, Within: within(c.Framework, w.Dir), Python: o.Python.Interpreter, Env: slices.Concat(w.Env, c.Env),
		Cache: filepath.Join(config.UserCache(), "python"),
		Kept:  filepath.Join(c.Dir, StateFolder, "python"), Temp: w.Temp,
		Fork: o.Python.StartMethod == "fork" || o.Python.Hatches(), Cautious: o.Python.StartMethod != "fork", Sockets: w.Sockets, Leaks: !o.NoLeaks, Empty: w.Empty, StandIns: w.StandIns, Perturb: w.Perturb,
		Settings: python.Settings{
			Module: o.Python.Settings, Pattern: o.Python.Pattern, Top: o.Python.Top,
			Tags: o.Python.Tags, ExcludeTags: o.Python.ExcludeTags, Names: o.Python.Names,
			Backend: o.Python.Backend, DebugSQL: o.Go.DebugSQL,
			Accelerate: !o.Python.NoAccelerations, Locals: !o.Python.NoLocals, PDB: o.Python.PDB, Buffer: o.Python.Buffer, DebugMode: o.Python.DebugMode,
			Variables: variables(c),
		},
	})
	var none *python.NoPythonError
	if errors.As(err, &none) {
		return nil, console.Usage(err, none.Hint())
	}
	return f, err
}

// within is the folder that may have files of the suite in dir: pytest also reads what is
// above, up to its configuration.
func within(framework, dir string) string {
	if framework == string(python.Pytest) {
		return cmp.Or(configuredIn(dir), dir)
	}
	return dir
}

// variables are the names of those that lead workers to the databases of ptr.toml.
func variables(c config.Config) (names []string) {
	for _, d := range c.Databases {
		names = append(names, config.Variables(d.Env)...)
	}
	return names
}

// Blame says whom to blame for an error of listing, or of running.
func Blame(err error) error {
	var label *spoken.LabelError
	var setUp *python.SetUpError
	var unset *python.NoSettingsError
	var mute *program.ListError
	switch {
	case errors.As(err, &unset):
		return console.Usage(err, unset.Hint())
	case errors.As(err, &label) && len(label.Like) > 0:
		return console.Usage(err, "did you mean "+strings.Join(label.Like, ", ")+"?")
	case errors.As(err, &label):
		return console.Usage(err, "ptr list shows the tests that there are")
	case errors.As(err, &setUp):
		reason, trace := setUp.Parts()
		return console.Usage(errors.New("setting up the suite: "+reason+trace), setUpHint(reason))
	case errors.As(err, &mute):
		return console.Usage(err, mute.Hint())
	}
	return err
}

// setUpHint is a way out where a suite cannot be set up for this reason.
func setUpHint(reason string) string {
	if strings.Contains(reason, "settings are not configured") { // so Django says it
		return "name the module of its settings by --settings, or by " + python.SettingsVariable
	}
	return "its own runner would stop there, too"
}

// Debugged has a run wait for its user: one worker, no limits, and nothing is drawn
// where the debugger is.
func Debugged(c config.Config, o Options) (config.Config, Options, error) {
	switch {
	case !o.Python.PDB:
		return c, o, nil
	case !InPython(c.Framework):
		return c, o, console.Usage(errors.New("--pdb is for suites in Python"), "leave it out")
	case runtime.GOOS == "windows" || !term.IsTerminal(int(os.Stdin.Fd())):
		return c, o, console.Usage(errors.New("--pdb needs a terminal"), "leave it out")
	}
	c.Workers, c.Timeout = 1, 0
	o.RunTimeout, o.NoDiagnose, o.Verbose = 0, true, true
	return c, o, nil
}
