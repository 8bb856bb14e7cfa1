package app

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/framework/command"
	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/framework/program"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/run"
)

// A workshop is where a framework builds and runs.
type workshop struct {
	dir      string // the suite's folder
	binaries string // this run's own test binaries
	coverage string // where processes leave theirs; "" is nowhere
	temp     string // this run's own
	sockets  string // a folder for those
	env      []string
	perturb  perturb.Choices
	empty    python.Lender
}

// newFramework is the framework that c names.
func newFramework(c config.Config, o Options, w workshop) (framework.Framework, error) {
	if err := refuseForeign(c, o); err != nil {
		return nil, err
	}
	switch {
	case c.Framework == FrameworkCommand || c.Framework == FrameworkWorker:
		return otherFramework(c, o, w)
	case isPython(c.Framework):
		return pythonFramework(c, o, w)
	}
	options, err := goOptions(c, o, w)
	if err != nil {
		return nil, err
	}
	f, err := gotest.New(options)
	if err != nil {
		return nil, console.Usage(err, "see go help testflag")
	}
	_, labels := divide(f, o)
	if pattern := runPattern(labels); pattern != "" && options.Run == "" {
		options.Run = pattern
		return gotest.New(options)
	}
	return f, nil
}

// otherFramework is that of a suite of which ptr knows what ptr.toml tells.
func otherFramework(c config.Config, o Options, w workshop) (framework.Framework, error) {
	if o.Go.DebugSQL {
		return nil, console.Usage(fmt.Errorf("--debug-sql is for Go and Python tests: the statements of a %s can't be listened to", c.Framework), "leave it out")
	}
	if c.Framework == FrameworkCommand {
		return command.New(command.Options{Name: c.Name, Dir: w.dir, List: c.Command.List, Run: c.Command.Run, Env: w.env}), nil
	}
	f, err := program.New(program.Options{
		Name: c.Name, Dir: w.dir, Command: c.Worker, Env: w.env, Temp: w.temp, Leaks: !o.NoLeaks, Quiet: listQuiet,
	})
	return f, Blame(err)
}

// listQuiet is how long a worker may say nothing while it lists its tests.
const listQuiet = time.Minute

func goOptions(c config.Config, o Options, w workshop) (gotest.Options, error) {
	cpu, err := oneCPU(o.Go.CPU)
	return gotest.Options{
		Dir:      w.dir,
		Env:      w.env,
		BuildDir: filepath.Join(c.Dir, StateFolder, "build"),
		BinDir:   w.binaries,
		Build:    o.Go.Build,
		Cover:    o.Go.Cover || o.Go.CoverProfile != "",
		CoverDir: w.coverage,
		Vet:      o.Go.Vet,
		Run:      o.Go.Run,
		Skip:     o.Go.Skip,
		Short:    o.Go.Short,
		FullPath: o.Go.FullPath,
		Parallel: o.Go.Parallel,
		CPU:      cpu,
		Args:     o.TestArgs,
		Timeout:  c.Timeout,
		NoLeaks:  o.NoLeaks,
		PerTest:  o.Go.PerTest,
		DebugSQL: o.Go.DebugSQL,
		Perturb:  w.perturb,

		Variables: c.Isolation == string(run.Verify) || c.Isolation == string(run.Restore),
	}, err
}

// oneCPU reads -cpu; 0 means that it isn't set.
func oneCPU(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, console.Usage(fmt.Errorf("-cpu %s is not one number from 1", text),
			"a list would run every test several times under one name; run ptr once for each")
	}
	return n, nil
}

// divide tells the patterns among what was typed from the labels of tests.
func divide(f framework.Framework, o Options) (patterns, labels []string) {
	labels = slices.Clone(o.Tests)
	for _, arg := range o.Args {
		if f.IsPattern(arg) {
			patterns = append(patterns, arg)
		} else {
			labels = append(labels, arg)
		}
	}
	return patterns, labels
}
