package gotest

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A hearing is how statements come to be heard of. The zero value hears nothing.
type hearing struct {
	replace replacements    // of files of package database/sql
	users   map[string]bool // the packages whose tests have that package in them
	deaf    string          // why nothing is heard, though asked for; "" if something is
}

// listen writes another database/sql into dir, and makes sure that it builds.
// That there is none for the toolchain at hand is no error.
func (f *Framework) listen(ctx context.Context, dir string, packages []pkg) (hearing, error) {
	switch {
	case !f.o.DebugSQL:
		return hearing{}, nil
	case f.o.PerTest:
		return hearing{deaf: "each test has a process of its own"}, nil
	}
	users, err := f.users(ctx, packages, "database/sql")
	if err != nil || len(users) == 0 {
		return hearing{deaf: "no test has package database/sql in it"}, err
	}
	replace, err := f.rewrite(ctx, dir)
	if ctx.Err() != nil {
		return hearing{}, ctx.Err()
	}
	if err != nil {
		return hearing{deaf: fmt.Sprintf("package database/sql of %s: %v", f.tool.GOVERSION, err)}, nil
	}
	return hearing{replace: replace, users: users}, nil
}

// rewrite writes the files of that other package. The error says what about the
// toolchain's own is not as expected.
func (f *Framework) rewrite(ctx context.Context, dir string) (replacements, error) {
	home := f.tool.home("database/sql")
	files, err := listening(home)
	if err != nil {
		return nil, err
	}
	replace, err := writeReplacements(dir, home, files)
	if err != nil {
		return nil, err
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := replace.write(overlay); err != nil {
		return nil, err
	}
	return replace, f.tryBuild(ctx, overlay, "database/sql")
}

// tryBuild builds a package by itself. Of it alone the go command would take
// -covermode for a wish to cover it, which cannot be done to files of an overlay.
func (f *Framework) tryBuild(ctx context.Context, overlay, importPath string) error {
	flags := slices.DeleteFunc(slices.Clone(f.o.Build), func(flag string) bool {
		return strings.HasPrefix(strings.TrimLeft(flag, "-"), "covermode")
	})
	_, err := f.o.run(ctx, slices.Concat([]string{"build", "-overlay=" + overlay}, flags, []string{"--", importPath})...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return errors.New(complaint(exit.Stderr))
	}
	return err
}

// complaint is the first line of what the go command says that is not a heading.
func complaint(said []byte) string {
	for line := range strings.Lines(string(said)) {
		if !strings.HasPrefix(line, "# ") {
			return strings.TrimSpace(line)
		}
	}
	return "it does not build"
}

// users are those of packages whose tests depend on dependency. Packages of the
// standard library don't count: dependency may need them itself.
func (f *Framework) users(ctx context.Context, packages []pkg, dependency string) (map[string]bool, error) {
	args := slices.Concat([]string{"list", "-e", "-test", "-json=ImportPath,Deps"}, f.o.Build, []string{"--"})
	for _, p := range packages {
		if p.hasTestFiles() && !p.Standard {
			args = append(args, p.ImportPath)
		}
	}
	if args[len(args)-1] == "--" {
		return nil, nil
	}
	out, err := f.o.run(ctx, args...)
	if err != nil {
		return nil, explain("go list", err)
	}
	built, err := decodeAll[struct {
		ImportPath string
		Deps       []string
	}](out)
	users := map[string]bool{}
	for _, b := range built {
		if p, ok := strings.CutSuffix(b.ImportPath, ".test"); ok && slices.Contains(b.Deps, dependency) {
			users[p] = true
		}
	}
	return users, err
}
