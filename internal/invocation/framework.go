package invocation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/framework/command"
	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/framework/program"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/perturb"
)

// A Workshop is where a framework builds and runs.
type Workshop struct {
	Dir      string // the suite's folder
	Binaries string // this run's own test binaries
	Coverage string // where processes leave theirs; "" is nowhere
	Temp     string // this run's own
	Sockets  string // a folder for those
	Env      []string
	Perturb  perturb.Choices
	Empty    python.Lender
	StandIns func(context.Context) ([]string, error) // see [python.Options]
}

// NewFramework is the framework that c names.
func NewFramework(c config.Config, o Options, w Workshop) (framework.Framework, error) {
	if err := refuseForeign(c, o); err != nil {
		return nil, err
	}
	switch {
	case c.Framework == FrameworkCommand || c.Framework == FrameworkWorker:
		return otherFramework(c, o, w)
	case InPython(c.Framework):
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
	_, labels := Divide(f, o)
	if pattern := runPattern(labels); pattern != "" && options.Run == "" {
		options.Run = pattern
		return gotest.New(options)
	}
	return f, nil
}

// otherFramework is that of a suite of which ptr knows what ptr.toml tells.
func otherFramework(c config.Config, o Options, w Workshop) (framework.Framework, error) {
	if o.Go.DebugSQL {
		return nil, console.Usage(fmt.Errorf("--debug-sql is for Go and Python tests: the statements of a %s can't be listened to", c.Framework), "leave it out")
	}
	if c.Framework == FrameworkCommand {
		return command.New(command.Options{Name: c.Name, Dir: w.Dir, List: c.Command.List, Run: c.Command.Run, Env: w.Env}), nil
	}
	f, err := program.New(program.Options{
		Name: c.Name, Dir: w.Dir, Command: c.Worker, Env: w.Env, Temp: w.Temp, Leaks: !o.NoLeaks, Quiet: listQuiet,
	})
	return f, Blame(err)
}

// listQuiet is how long a worker may say nothing while it lists its tests.
const listQuiet = time.Minute

// Divide tells the patterns among what was typed from the labels of tests.
func Divide(f framework.Framework, o Options) (patterns, labels []string) {
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
