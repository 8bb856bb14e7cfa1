package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
	"github.com/ptr-project/ptr/suite"
)

// A finding is one line of what the doctor says.
type finding struct {
	OK    bool   `json:"ok"`
	Topic string `json:"topic"`
	Text  string `json:"text"`
	Hint  string `json:"hint,omitempty"` // a way out, if not OK
}

// Doctor says what ptr finds on this machine and in the suite, and what it
// would choose: to people or, if there is a file, as JSON there. The status is BadUsage
// if something must be mended first.
func Doctor(ctx context.Context, streams console.Streams, o invocation.Options, file string) (int, error) {
	findings := []finding{goCommand(ctx, o.Dir), cCompiler(ctx, o.Dir), fed(ctx), memory(), disk()}
	c, err := invocation.Configure(o)
	if err != nil {
		return console.BadUsage, err
	}
	findings = append(findings, suiteFindings(c)...)
	err = backends.WithHost(clone.Storage(c.Storage), func(h *server.Host) error {
		kinds, err := backends.On(h, c.Databases, false, nil)
		if err != nil {
			return err
		}
		for _, s := range housing.Divide(c.Databases, kinds) {
			for _, d := range s.Databases {
				findings = append(findings, database(d, s))
			}
		}
		return nil
	})
	if err != nil {
		return console.PtrFailed, err
	}
	status := console.OK
	if slices.ContainsFunc(findings, func(f finding) bool { return !f.OK }) {
		status = console.BadUsage
	}
	if file != "" {
		return status, console.WriteJSON(streams, file, findings)
	}
	for _, f := range findings {
		mark := "ok"
		if !f.OK {
			mark = "--"
		}
		fmt.Fprintf(streams.Out, " %s  %-10s %s\n", mark, f.Topic, f.Text)
		if f.Hint != "" {
			fmt.Fprintf(streams.Out, "     %-10s %s\n", "", f.Hint)
		}
	}
	return status, nil
}

func goCommand(ctx context.Context, dir string) finding {
	c := exec.CommandContext(ctx, "go", "version")
	c.Dir = dir
	out, err := c.Output()
	if err != nil {
		return finding{false, "go", err.Error(), "install Go, or put it on the PATH"}
	}
	return finding{true, "go", strings.TrimPrefix(strings.TrimSpace(string(out)), "go version "), ""}
}

func cCompiler(ctx context.Context, dir string) finding {
	c := exec.CommandContext(ctx, "go", "env", "CC")
	c.Dir = dir
	out, _ := c.Output()
	compiler := strings.TrimSpace(string(out))
	path, err := exec.LookPath(strings.Fields(compiler + " cc")[0])
	if err != nil {
		return finding{false, "C", "no C compiler (" + compiler + ")", "suites that use mattn/go-sqlite3 need one: install gcc"}
	}
	return finding{true, "C", path, ""}
}

// fed tries the persistent worker of this toolchain on a module of one test.
func fed(ctx context.Context) finding {
	notes, err := tryWorker(ctx)
	switch {
	case err != nil:
		return finding{false, "worker", err.Error(), "a suite of Go tests cannot be built here"}
	case len(notes) > 0:
		return finding{false, "worker", notes[0].Text, "ptr run starts one process for each test instead"}
	}
	return finding{true, "worker", "test binaries of this Go can be fed, test by test", ""}
}

func tryWorker(ctx context.Context) ([]suite.Warned, error) {
	dir, err := os.MkdirTemp("", "ptr-doctor-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string]string{
		"go.mod":      "module example.com/doctor\n",
		"one_test.go": "package doctor\n\nimport \"testing\"\n\nfunc TestOne(*testing.T) {}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	f, err := gotest.New(gotest.Options{Dir: dir, BuildDir: filepath.Join(dir, "build"), BinDir: filepath.Join(dir, "bin")})
	if err != nil {
		return nil, err
	}
	listing, err := f.List(ctx, []string{"."})
	if err == nil && len(listing.Tests) == 0 {
		err = fmt.Errorf("a module of one test does not build: %s", listing.Results[0].Output)
	}
	return listing.Notes, err
}

func memory() finding {
	roots := scratch.SystemRoots()
	if roots.Memory == "" {
		return finding{true, "memory", "no memory-backed storage; clones go to disk", ""}
	}
	return room("memory", roots, scratch.Memory, roots.Memory)
}

func disk() finding {
	roots := scratch.SystemRoots()
	return room("disk", roots, scratch.Disk, roots.Disk)
}

func room(topic string, roots scratch.Roots, storage scratch.Storage, path string) finding {
	free, err := roots.Free(storage)
	if err != nil {
		return finding{false, topic, err.Error(), ""}
	}
	return finding{true, topic, fmt.Sprintf("%s, %s free", path, console.Size(int64(free))), ""}
}

func suiteFindings(c config.Config) []finding {
	file := finding{true, "config", c.File, ""}
	if c.File == "" {
		file.Text = "no ptr.toml: Go tests without a database; ptr init writes one"
	}
	return []finding{
		file,
		{true, "workers", fmt.Sprintf("%d, one per CPU; --workers auto takes more where history says that tests wait", runtime.GOMAXPROCS(0)), ""},
	}
}

// database is what there is to say of d, one of s.
func database(d config.Database, s housing.Set) finding {
	version := s.Backend.Version()
	if version == "" {
		return finding{false, d.Alias, d.Backend + ": no server is installed", backends.Installing(d.Backend)}
	}
	s, err := s.Chosen()
	var said *console.Error
	if errors.As(err, &said) {
		return finding{false, d.Alias, said.Error(), said.Hint}
	}
	from := console.Plural(len(d.SQL), "SQL file")
	switch {
	case len(d.SQL)+len(d.Command) == 0 && d.Existing+d.From == "":
		from = "nothing"
	case len(d.Command) > 0:
		from = "the command " + strings.Join(d.Command, " ")
	case d.From != "":
		from = clone.WithoutPassword(d.From)
	case d.Existing != "":
		from = d.Existing
		if _, err := os.Stat(d.Existing); err != nil {
			return finding{false, d.Alias, err.Error(), "name a database that exists"}
		}
	}
	return finding{true, d.Alias, fmt.Sprintf("%s %s from %s, cloned by %s: %s", d.Backend, version, from, s.Strategy.Name(), s.Why), ""}
}
