package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/figures/outcomes"
	"github.com/ptr-project/ptr/internal/invocation"
)

// outcomesOptions are what was typed.
type outcomesOptions struct {
	dir, ptr, framework, python, settings, backend, server string
	reverse                                                bool
	known, json                                            string
	comparison                                             outcomes.Comparison
}

func outcomesCommand(status *int) *cobra.Command {
	o := outcomesOptions{}
	c := &cobra.Command{
		Use:   "outcomes [packages or labels] [-- flags of ptr run]",
		Short: "Compare every outcome under ptr with that of the suite's own run",
		Long: "The suite's own run is go test -json or, for a suite in Python, a run in one process, as\n" +
			"python manage.py test is, on its own databases or, with --backend, on a server. Tests that\n" +
			"setUpClass or setUpModule kept from running have the outcome of that.",
		Example: "  ptrbench outcomes -C examples/shop ./...\n" +
			"  ptrbench outcomes strconv encoding/json net/http\n" +
			"  ptrbench outcomes -C ../project --record serial.jsonl\n" +
			"  ptrbench outcomes -C ../project --baseline serial.jsonl -- --workers auto\n" +
			"  ptrbench outcomes -C ../django/tests --backend postgres --reverse",
		RunE: func(c *cobra.Command, args []string) error {
			suite, known, err := o.understand(c, args)
			if err != nil {
				return err
			}
			return withPtr(c.Context(), o.ptr, func(ptr string) error { return o.run(c, suite(ptr), known, status) })
		},
	}
	f := c.Flags()
	f.StringVarP(&o.dir, "C", "C", ".", "run the suite in this `folder`")
	f.StringVar(&o.framework, "framework", "", "take this for a suite of the framework called `name`: go, unittest, pytest, django or runtests")
	f.StringVar(&o.python, "python", "", "run the suite by the Python at this `path`")
	f.StringVar(&o.settings, "settings", "", "use this `module` of Django's settings")
	f.StringVar(&o.backend, "backend", "", "run a suite in Python on the backend called `name`, instead of its own: postgres or mysql")
	f.StringVar(&o.server, "server", "", "run its own run on the server of that `URL`; by default ptr starts one")
	f.BoolVar(&o.reverse, "reverse", false, "run a suite in Python in reverse order")
	f.StringVar(&o.comparison.Baseline, "baseline", "", "take the suite's own run from this `FILE`, which --record wrote")
	f.StringVar(&o.comparison.Record, "record", "", "write the suite's own run to this `FILE`")
	f.StringVar(&o.known, "known", "", "show differences apart that this TOML `FILE` explains")
	f.StringVar(&o.json, "json", "", "write the differences as JSON to `FILE`, - being standard output")
	ptrFlag(c, &o.ptr)
	return c
}

// understand is what was typed, before a ptr is built: a suite that is run by a ptr yet
// to be named, and what is known of it.
func (o outcomesOptions) understand(c *cobra.Command, args []string) (suite func(ptr string) outcomes.Suite, known []outcomes.Known, err error) {
	if suite, err = o.suite(c, args); err != nil || o.known == "" {
		return suite, nil, err
	}
	if known, err = outcomes.ReadKnown(o.known); err != nil {
		return nil, nil, console.Usage(err, "write a table [[known]] with test and cause for each difference that is expected")
	}
	return suite, known, nil
}

func (o outcomesOptions) run(c *cobra.Command, suite outcomes.Suite, known []outcomes.Known, status *int) error {
	o.comparison.Follow = follow(c)
	baseline, theirs, err := o.comparison.Run(c.Context(), suite)
	if err != nil {
		return blame(err)
	}
	r := newResult(suite.Own(), baseline, theirs, known)
	if len(r.Differences) > 0 {
		*status = console.TestsFailed
	}
	if err := writeFigures(c, o.json, r); err != nil || o.json == "-" {
		return err
	}
	r.show(c.OutOrStdout())
	return nil
}

// suite is what was typed, behind -- flags of ptr run.
func (o outcomesOptions) suite(c *cobra.Command, args []string) (func(ptr string) outcomes.Suite, error) {
	var flags []string
	if at := c.ArgsLenAtDash(); at >= 0 {
		args, flags = args[:at], args[at:]
	}
	if o.comparison.Baseline != "" && o.comparison.Record != "" {
		return nil, console.Usage(errors.New("--baseline and --record: the suite's own run is there, or it is not"), "leave one of them out")
	}
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return nil, err
	}
	if o.framework == "" {
		o.framework = invocation.Detected(dir, o.settings != "")
	}
	face := python.Face(o.framework)
	switch {
	case o.framework == "go":
		return func(ptr string) outcomes.Suite {
			return outcomes.GoSuite{Dir: o.dir, Packages: args, Runner: ptr, Flags: flags}
		}, o.checkGo(c)
	case !slices.Contains(python.Faces, face):
		return nil, console.Usage(fmt.Errorf("framework %q: its own run cannot be recorded", o.framework), "use one of go, unittest, pytest, django, runtests")
	}
	if err := o.check(face); err != nil {
		return nil, err
	}
	interpreter, err := o.interpreter(c, face, dir)
	return func(ptr string) outcomes.Suite {
		return outcomes.PythonSuite{
			Face: face, Dir: dir, Python: interpreter, Settings: o.settings, Backend: o.backend, Server: o.server,
			Reverse: o.reverse, Labels: args, Runner: ptr, Flags: flags,
		}
	}, err
}

// interpreter is the Python that ptr would take for the suite in dir.
func (o outcomesOptions) interpreter(c *cobra.Command, face python.Face, dir string) (string, error) {
	temp, err := os.MkdirTemp("", "ptrbench-python-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	f, err := python.New(python.Options{Face: face, Dir: dir, Python: o.python, Env: os.Environ(), Cache: temp, Kept: temp, Temp: temp})
	if err != nil {
		return "", console.Usage(err, "name one by --python")
	}
	path, version := f.Interpreter()
	fmt.Fprintf(c.ErrOrStderr(), "ptrbench: %s (%s)\n", path, version)
	return path, nil
}

// checkGo refuses flags that mean nothing for a suite in Go.
func (outcomesOptions) checkGo(c *cobra.Command) error {
	for _, name := range []string{"python", "settings", "backend", "server", "reverse"} {
		if c.Flags().Changed(name) {
			return console.Usage(fmt.Errorf("--%s is of suites in Python, and this is one in Go", name), "leave it out, or name another suite by -C")
		}
	}
	return nil
}

// check refuses what cannot be had of a suite in Python.
func (o outcomesOptions) check(face python.Face) error {
	if o.reverse && face == python.Pytest {
		return console.Usage(errors.New("--reverse: pytest has no such order of its own"), "leave it out")
	}
	if o.backend != "" && o.backend != "postgres" && o.backend != "mysql" {
		return console.Usage(fmt.Errorf("--backend %s: not one with servers", o.backend), "use one of postgres, mysql, or leave it out for the suite's own databases")
	}
	if o.server != "" && o.backend == "" {
		return console.Usage(errors.New("--server: of which backend?"), "name it by --backend")
	}
	return nil
}

// blame says whose fault err is.
func blame(err error) error {
	var ran *outcomes.RunError
	var baseline *outcomes.BaselineError
	var serial *outcomes.SerialError
	switch {
	case errors.As(err, &baseline):
		return console.Usage(err, "name a file that --record wrote, for this suite, backend and order")
	case errors.As(err, &serial) && errors.Is(err, fs.ErrNotExist):
		return console.Usage(err, "its own runner stops before its first test: run it by itself, to see what it lacks")
	case errors.As(err, &serial):
		return console.Usage(err, "leave out tests that end or stop their process")
	case errors.Is(err, outcomes.ErrNoURL):
		return console.Usage(err, "write postgres://user:password@host:port/ or mysql://user:password@host:port/")
	case errors.As(err, &ran) && ran.Status == console.BadUsage:
		return console.Usage(err, ran.Hint)
	}
	return err
}
