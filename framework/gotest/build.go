package gotest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/ptr-project/ptr/suite"
)

// A target is a package whose test binary stands ready.
type target struct {
	pkg
	binary string // in BinDir
	tests  []suite.Test
	unfed  string // why it can't be fed; "" if it can

	variables string // the file that lists its package variables; "" if none are looked at
	blind     string // why they can't be, though asked for
}

// build makes the test binaries of packages. What doesn't build is a result.
func (f *Framework) build(ctx context.Context, packages []pkg) ([]*target, []suite.UnitResult, error) {
	dir, lock, err := f.openVariant(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer lock.Unlock()
	if err := os.MkdirAll(f.o.BinDir, 0o755); err != nil {
		return nil, nil, fmt.Errorf("making a folder for test binaries: %w", err)
	}
	if f.hears, err = f.listen(ctx, filepath.Join(dir, "database_sql"), packages); err != nil {
		return nil, nil, err
	}
	if f.provokes, err = f.provoke(ctx, filepath.Join(dir, "altered"), packages); err != nil {
		return nil, nil, err
	}
	f.testing = f.stepAside(filepath.Join(dir, "testing"))
	overlay, err := f.writeOverlay(filepath.Join(dir, "worker"), withTests(packages))
	if err != nil {
		return nil, nil, err
	}
	var targets []*target
	var results []suite.UnitResult
	for _, group := range groups(packages) {
		built, failed, err := f.buildGroup(ctx, dir, overlay, group)
		if err != nil {
			return nil, nil, err
		}
		targets, results = append(targets, built...), append(results, failed...)
	}
	return targets, results, os.RemoveAll(filepath.Join(dir, "stage"))
}

func withTests(packages []pkg) []pkg {
	var some []pkg
	for _, p := range packages {
		if p.hasTestFiles() {
			some = append(some, p)
		}
	}
	return some
}

// buildGroup builds packages whose binaries have different names. Each lies in
// dir/bin under a name of its own, and in dir/stage for as long as the go
// command looks whether it is up to date. (A name in the stage can outlive its
// being renamed: that does nothing where both names are those of one file.)
func (f *Framework) buildGroup(ctx context.Context, dir, overlay string, group []pkg) ([]*target, []suite.UnitResult, error) {
	stage := filepath.Join(dir, "stage")
	if err := errors.Join(os.RemoveAll(stage), os.Mkdir(stage, 0o755)); err != nil {
		return nil, nil, err
	}
	args := []string{"test", "-c", "-json", "-overlay=" + overlay, "-o", stage + string(filepath.Separator)}
	if f.o.Vet != "" {
		args = append(args, "-vet="+f.o.Vet)
	}
	if f.o.Cover {
		args = append(args, "-cover")
	}
	if f.lean() {
		args = append(args, "-ldflags=-s -w")
	}
	args = append(args, f.o.Build...)
	for _, p := range group {
		args = append(args, p.ImportPath)
		// One that isn't there (yet) is built, that is all.
		_ = os.Link(f.kept(dir, p), filepath.Join(stage, f.exe(p)))
	}
	out, err := f.o.run(ctx, args...)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	report, readErr := readBuild(out)
	// What stands in the stage counts only if the command has told of all that
	// it could not build: if it was cut short, binaries there are old ones.
	var exit *exec.ExitError
	told := errors.As(err, &exit) && exit.Exited() && report.failed()
	if err != nil && !told || readErr != nil {
		return nil, nil, explain("go test -c", cmp.Or(err, readErr))
	}
	if err := report.starved(); err != nil {
		return nil, nil, fmt.Errorf("go test -c: %w", err)
	}
	return f.collect(ctx, dir, group, report)
}

// collect takes what was built from the stage.
func (f *Framework) collect(ctx context.Context, dir string, group []pkg, report *buildReport) ([]*target, []suite.UnitResult, error) {
	if err := f.blame(ctx, group, report); err != nil {
		return nil, nil, err
	}
	var targets []*target
	var results []suite.UnitResult
	for _, p := range group {
		if result, ended := report.result(p); ended {
			results = append(results, result)
			continue
		}
		t := &target{pkg: p, binary: filepath.Join(f.o.BinDir, f.unique(p))}
		kept := f.kept(dir, p)
		if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
			return nil, nil, err
		}
		if err := os.Rename(filepath.Join(dir, "stage", f.exe(p)), kept); err != nil {
			return nil, nil, fmt.Errorf("%s: go test -c left no binary: %w", p.ImportPath, err)
		}
		if err := link(kept, t.binary); err != nil {
			return nil, nil, fmt.Errorf("%s: taking its test binary: %w", p.ImportPath, err)
		}
		targets = append(targets, t)
	}
	return targets, results, nil
}

func (f *Framework) kept(dir string, p pkg) string { return filepath.Join(dir, "bin", f.unique(p)) }

// exe is what the go command calls p's test binary.
func (f *Framework) exe(p pkg) string {
	if f.tool.GOOS == "windows" {
		return p.binary() + ".exe"
	}
	return p.binary()
}

// unique is a file name, in a folder of its own, that no other package's binary
// has. It ends as under go test, since a test can see its own.
func (f *Framework) unique(p pkg) string {
	sum := sha256.Sum256([]byte(p.ImportPath))
	return filepath.Join(hex.EncodeToString(sum[:6]), f.exe(p))
}
