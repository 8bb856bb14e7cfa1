package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/ptr-project/ptr/bench/setup"
	"github.com/ptr-project/ptr/bench/template"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

// setupFlags are what has to be made something of.
type setupFlags struct {
	backend string
	alias   string
	suite   invocation.Options // Dir is "" where a script is measured
	reports []string
}

func setupCommand() *cobra.Command {
	e, f := setup.Experiment{}, setupFlags{}
	c := &cobra.Command{
		Use:   "setup",
		Short: "Tell what preparing a template takes, and which statements and settings cost most",
		Long: "Setup prepares a template again and again, on private servers, in rounds in which each\n" +
			"way has its turn: with the server's default settings on disk, with ptr's settings, with\n" +
			"each of these by itself beside the defaults, with each left out of ptr's, and by other\n" +
			"scripts for the same database. It says what each phase and each kind of statement takes,\n" +
			"which single statements are slowest, and how much each cure saves. With -C the suite in\n" +
			"that folder prepares its database once, phase by phase, and what it was seen to have\n" +
			"executed is the script: so it is with Django projects. docs/setup.md says more.",
		Example: "  ptrbench setup --backend mysql --size schema\n" +
			"  ptrbench setup --backend postgres --size dump.sql --rounds 6 --report html:setup.html\n" +
			"  ptrbench setup --backend mysql --size migrations --setting \"frm files\" --setting memory\n" +
			"  ptrbench setup --backend sqlite --size app.db\n" +
			"  ptrbench setup -C shop --backend mysql",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c, e) },
	}
	c.Flags().StringVarP(&f.suite.Dir, "C", "C", "", "measure what the Django project, or other suite in Python, in this `folder` does")
	c.Flags().StringVar(&f.alias, "alias", "default", "with -C, the `alias` of the database to look at")
	c.Flags().StringVar(&f.suite.Python.Interpreter, "python", "", "with -C, run the suite by this `interpreter`")
	c.Flags().StringVar(&f.suite.Python.Settings, "settings", "", "with -C, use Django's settings `module` called so")
	c.Flags().StringVar(&f.backend, "backend", "", "prepare databases of the backend called `name`: "+strings.Join(backends.Names(), ", "))
	c.Flags().StringVar(&e.Size, "size", template.Small, "of the template: `small|schema|migrations|data`, such as 20MB, or the path of a file of SQL or of a SQLite database")
	c.Flags().StringArrayVar(&e.Settings, "setting", nil, "try the setting, or other script, called `name` only; may be repeated")
	countVar(c, &e.Rounds, "rounds", 3, "how often each way is measured; of fewer than 6 there are no intervals")
	c.Flags().Uint64Var(&e.Seed, "seed", 1, "draw the order within each round by this `number`")
	reportFlags(c, &f.reports, setup.Formats())
	return c
}

func (f setupFlags) run(c *cobra.Command, e setup.Experiment) error {
	reports, err := openReports(c.OutOrStdout(), f.reports, setup.Formats())
	if err != nil {
		return err
	}
	if err := f.record(c, &e, reports.stdout); err != nil {
		return err
	}
	return backends.UseWorkshop(f.backend, func(w setup.Workshop, memory bool) error {
		e.Workshop, e.Memory = w, memory
		tell, done := steps(c)
		e.Progress = tell
		result, err := e.Run(c.Context())
		done()
		if err != nil {
			return explainSetup(err)
		}
		if !reports.stdout {
			if err := showSetup(c, result); err != nil {
				return err
			}
		}
		return reports.write(result)
	})
}

// record has the suite say which statements are to be measured, if there is one. What it
// took is shown, unless standard output is for a report.
func (f setupFlags) record(c *cobra.Command, e *setup.Experiment, quiet bool) (err error) {
	switch {
	case f.suite.Dir == "":
		return nil
	case c.Flags().Changed("size"):
		return console.Usage(errors.New("-C and --size are both what is to be measured"), "leave one of them out")
	case !slices.Contains(backends.Names(), f.backend):
		return nil // which is said soon
	}
	f.suite.Python.Backend, f.suite.Python.StartMethod = f.backend, "spawn"
	e.Size = filepath.Join(filepath.Base(filepath.Clean(f.suite.Dir)), f.alias)
	streams := console.Streams{In: os.Stdin, Out: c.OutOrStdout(), Err: c.ErrOrStderr()}
	if quiet {
		streams.Out = io.Discard
	}
	e.Script, err = app.RecordSetup(c.Context(), streams, f.suite, f.alias)
	if err == nil {
		fmt.Fprintln(streams.Out)
	}
	return err
}

func showSetup(c *cobra.Command, r setup.Result) error {
	out := c.OutOrStdout()
	fmt.Fprintf(out, " %s\n\n %s\n", r.Title(), r.Verdict)
	for _, s := range r.Sections() {
		fmt.Fprintln(out)
		t := table{header: s.Table.Header}
		for _, row := range s.Table.Rows {
			t.add(row.Cells...)
		}
		if err := t.show(c); err != nil {
			return err
		}
	}
	for _, note := range r.Notes {
		fmt.Fprintf(out, "\n %s\n", note)
	}
	return nil
}

// steps says on a terminal what is being done, ten times a second.
func steps(c *cobra.Command) (tell func(done, all int, doing string), clear func()) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil, func() {}
	}
	last := time.Time{}
	tell = func(done, all int, doing string) {
		if time.Since(last) < time.Second/10 {
			return
		}
		last = time.Now()
		if all > 0 {
			doing = fmt.Sprintf("%d of %d: %s", done+1, all, doing)
		}
		fmt.Fprintf(c.ErrOrStderr(), "\r %s \x1b[K", doing)
	}
	return tell, func() { fmt.Fprint(c.ErrOrStderr(), "\r\x1b[K") }
}

// explainSetup says whose fault err is, and a way out.
func explainSetup(err error) error {
	var script *setup.ScriptError
	switch {
	case errors.As(err, &script):
		return console.Usage(err, "mend it: --size is to be SQL that makes a database out of an empty one")
	case errors.Is(err, template.ErrSize):
		return console.Usage(err, "write --size small, schema, migrations, data, 20MB, or the path of a file of SQL")
	case errors.Is(err, setup.ErrSetting):
		return console.Usage(err, "leave --setting out to try them all")
	case errors.Is(err, setup.ErrNothing), errors.Is(err, clone.ErrCorrupt), errors.Is(err, clone.ErrEmpty), errors.Is(err, clone.ErrBusy):
		return console.Usage(err, "let --size name a script, or a database that is whole and not open for writing")
	case errors.Is(err, clone.ErrSpace):
		return console.Failure(err, "free some, or let TMPDIR lead to where there is more")
	}
	return err
}
