package gotest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/perturb"
)

// An alteration is of a package of the standard library, in test binaries that can be
// perturbed. What it makes possible is idle until a process is told otherwise: all
// perturbations, and none, run on one build.
type alteration struct {
	importPath string
	serves     []string // the names of perturbations that need it
	changes    []change
	added      func() (map[string][]byte, error) // by what each is called there
}

// A change is of one line, which must stand in its file just so, and once. No line moves.
type change struct{ file, line, to string }

// alterations are all that there are.
func alterations() []alteration {
	return []alteration{coarseClock(), brokenTies(), looseScheduler(), slowDisk()}
}

// perturbations are those that this package knows how to do.
func perturbations() []string {
	return []string{perturb.Clock, perturb.Ties, perturb.Scheduler, perturb.Delays, perturb.Unordered, perturb.Disk}
}

// A provocation is what a build was altered for.
type provocation struct {
	replace replacements    // of files of the standard library
	users   map[string]bool // the packages whose tests have database/sql in them
	altered map[string]bool // import paths
	unable  map[string]string
}

// provoke writes the altered packages into dir, each in a folder of its own, and makes
// sure that they build. That one can't be altered, since the toolchain is another than it
// was written for, is no error: what needs it is not done, and Unable says so.
func (f *Framework) provoke(ctx context.Context, dir string, packages []pkg) (provocation, error) {
	p := provocation{replace: replacements{}, altered: map[string]bool{}, unable: map[string]string{}}
	chosen := f.o.Perturb.Named(perturbations()...)
	if len(chosen) == 0 {
		return p, nil
	}
	if f.o.PerTest {
		for _, c := range chosen {
			p.unable[c.Name] = "each test has a process of its own"
		}
		return p, nil
	}
	var err error
	if p.users, err = f.users(ctx, packages, "database/sql"); err != nil {
		return p, err
	}
	for _, a := range alterations() {
		replace, err := f.alter(ctx, filepath.Join(dir, strings.ReplaceAll(a.importPath, "/", "_")), a)
		if ctx.Err() != nil {
			return p, ctx.Err()
		}
		if err != nil {
			p.fail(a, chosen, fmt.Sprintf("package %s of %s: %v", a.importPath, f.tool.GOVERSION, err))
			continue
		}
		p.altered[a.importPath] = true
		maps.Copy(p.replace, replace)
	}
	for _, c := range chosen.Named(perturb.Ties, perturb.Unordered) {
		if len(p.users) == 0 && p.unable[c.Name] == "" {
			p.unable[c.Name] = "no test has package database/sql in it"
		}
	}
	return p, nil
}

func (p *provocation) fail(a alteration, chosen perturb.Choices, why string) {
	for _, c := range chosen.Named(a.serves...) {
		p.unable[c.Name] = why
	}
}

// alter writes the files of one package.
func (f *Framework) alter(ctx context.Context, dir string, a alteration) (replacements, error) {
	home := f.tool.home(a.importPath)
	files, err := a.files(home, f.hears.replace)
	if err != nil {
		return nil, err
	}
	replace, err := writeReplacements(dir, home, files)
	if err != nil {
		return nil, err
	}
	whole := replacements{}
	maps.Copy(whole, f.hears.replace)
	maps.Copy(whole, replace)
	overlay := filepath.Join(dir, "overlay.json")
	if err := whole.write(overlay); err != nil {
		return nil, err
	}
	return replace, f.tryBuild(ctx, overlay, a.importPath)
}

// files are those of the package, which is at home there, that differ. What replaces some
// of them already, for another purpose, is altered too.
func (a alteration) files(home string, replaced replacements) (map[string][]byte, error) {
	files, err := a.added()
	if err != nil {
		return nil, err
	}
	for _, c := range a.changes {
		source, changed := files[c.file]
		if !changed {
			if source, err = os.ReadFile(cmp.Or(replaced[filepath.Join(home, c.file)], filepath.Join(home, c.file))); err != nil {
				return nil, err
			}
		}
		if files[c.file], err = replaceLine(c.file, source, c.line, c.to); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Unable says of perturbations that were asked for why they are not done; it is known
// once the suite has been listed.
func (f *Framework) Unable() map[string]string { return f.provokes.unable }

// perturbed is what processes are told to do, such as "clock=1s,ties=against".
func (f *Framework) perturbed() string {
	var words []string
	for _, c := range f.o.Perturb.Named(perturbations()...) {
		if f.provokes.unable[c.Name] == "" {
			words = append(words, c.Name+"="+c.Value)
		}
	}
	return strings.Join(words, ",")
}

// feedFiles are files of feed, by what they are called in the package that they are
// added to.
func feedFiles(pieces map[string]string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, piece := range pieces {
		source, err := feed.ReadFile(piece)
		if err != nil {
			return nil, err
		}
		files[name] = source
	}
	return files, nil
}

// alters reports whether binaries are built to be perturbed.
func (f *Framework) alters() bool {
	return len(f.o.Perturb.Named(perturbations()...)) > 0 && !f.o.PerTest
}

// reachesSQL reports whether a package's tests have the altered database/sql in them.
func (p provocation) reachesSQL(importPath string) bool {
	return p.altered["database/sql"] && p.users[importPath]
}

// feeds are the generated files by which a test binary reaches what was altered, by what
// they are called.
func (p provocation) feeds(importPath string) map[string]string {
	all := map[string]string{
		"zz_ptr_clock_test.go": "feed/clock_none.go.txt", "zz_ptr_ties_test.go": "feed/ties_none.go.txt",
		"zz_ptr_runtime_test.go": "feed/runtime_none.go.txt", "zz_ptr_disk_test.go": "feed/disk_none.go.txt",
	}
	if p.altered["os"] {
		all["zz_ptr_disk_test.go"] = "feed/disk.go.txt"
	}
	if p.altered["runtime"] {
		all["zz_ptr_runtime_test.go"] = "feed/runtime.go.txt"
	}
	if p.altered["time"] {
		all["zz_ptr_clock_test.go"] = "feed/clock.go.txt"
	}
	if p.reachesSQL(importPath) {
		all["zz_ptr_ties_test.go"] = "feed/ties.go.txt"
	}
	return all
}
