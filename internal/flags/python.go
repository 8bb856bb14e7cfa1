package flags

import (
	"github.com/spf13/pflag"

	"github.com/ptr-project/ptr/internal/invocation"
)

// Python are those of suites in Python, as their own runners spell them.
func Python(f *pflag.FlagSet, o *invocation.Options) {
	f.StringVar(&o.Python.Interpreter, "python", "", "run Python suites by this `interpreter`")
	f.StringVar(&o.Python.StartMethod, "start-method", "spawn", "start Python workers by this `method`: spawn, or fork from one that has set the suite up")
	f.StringVar(&o.Python.Settings, "settings", "", "use Django's settings `module` called so")
	f.StringVar(&o.Python.Backend, "backend", "", "run a Django suite, or one of pytest-django, on this `backend` in place of its own: sqlite, postgres or mysql")
	f.StringArrayVar(&o.Python.Tags, "tag", nil, "run Django tests with this `tag`, or pytest tests with this mark, only; may be repeated")
	f.StringArrayVar(&o.Python.ExcludeTags, "exclude-tag", nil, "leave out Django tests with this `tag`, or pytest tests with this mark; may be repeated")
	f.StringArrayVarP(&o.Python.Names, "k", "k", nil, "run Python tests whose names have this `pattern` in them, or that this expression of pytest selects; may be repeated")
	f.BoolVarP(&o.Python.Buffer, "buffer", "b", false, "forget what Python tests print that do not fail, as unittest does")
	f.BoolVar(&o.Python.DebugMode, "debug-mode", false, "set DEBUG in the settings of Django projects while tests run")
	f.StringVar(&o.Python.Pattern, "pattern", "", "look for Python tests in files that match this `pattern` (default: test*.py)")
	f.StringVar(&o.Python.Top, "top-level-directory", "", "let dotted names of Python begin at this `folder`")
	f.BoolVar(&o.Python.PDB, "pdb", false, "open Python's debugger in this terminal where a test fails, with one worker")
	f.BoolVar(&o.Python.NoAccelerations, "no-accelerations", false, "do all that Django does, even where it cannot change an outcome")
	f.BoolVar(&o.Python.NoLocals, "no-locals", false, "leave the values of local variables out of Python's tracebacks")
}

// Hatches says of the start method what a search does that is asked for none.
func Hatches(f *pflag.FlagSet) {
	how := f.Lookup("start-method")
	how.Usage, how.DefValue = how.Usage+" (by default what searches is forked, and what it finds made sure of by spawned ones)", ""
}
