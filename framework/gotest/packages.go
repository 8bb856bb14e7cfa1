package gotest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
)

// A pkg is a package as `go list` tells of it.
type pkg struct {
	ImportPath   string
	Name         string
	Dir          string
	Standard     bool
	Module       *struct{ Path string }
	TestGoFiles  []string
	XTestGoFiles []string
}

func (o Options) packages(ctx context.Context, patterns []string) ([]pkg, error) {
	if len(patterns) == 0 {
		all, err := o.everything(ctx)
		if err != nil {
			return nil, err
		}
		patterns = all
	}
	for _, pattern := range patterns {
		if strings.HasSuffix(pattern, ".go") {
			return nil, fmt.Errorf("%s: name its package instead: a file alone has no tests of its own", pattern)
		}
	}
	args := []string{"list", "-e", "-json=ImportPath,Name,Dir,Standard,Module,TestGoFiles,XTestGoFiles"}
	out, err := o.run(ctx, append(append(append(args, o.Build...), "--"), patterns...)...)
	if err != nil {
		return nil, explain("go list", err)
	}
	return decodeAll[pkg](out)
}

// decodeAll reads JSON values that stand one behind the other.
func decodeAll[T any](out []byte) ([]T, error) {
	var all []T
	for values := json.NewDecoder(bytes.NewReader(out)); ; {
		var v T
		switch err := values.Decode(&v); {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return all, fmt.Errorf("reading the go command's output: %w", err)
		}
		all = append(all, v)
	}
}

// testPackage is the name of the package that the generated file belongs to:
// the external one where there is one, since only that can test packages that
// package testing itself needs.
func (p pkg) testPackage() string {
	if len(p.XTestGoFiles) > 0 {
		return p.Name + "_test"
	}
	return p.Name
}

func (p pkg) hasTestFiles() bool { return len(p.TestGoFiles)+len(p.XTestGoFiles) > 0 }

// binary is what `go test -c` calls p's test binary: the import path's last
// element, or the one before if that is a version.
func (p pkg) binary() string {
	dir, last := path.Split(p.ImportPath)
	if dir != "" && version(last) {
		last = path.Base(dir)
	}
	return last + ".test"
}

// version reports whether elem is v2, v3, … or v10 and so on.
func version(elem string) bool {
	digits, ok := strings.CutPrefix(elem, "v")
	return ok && digits != "" && digits[0] != '0' && digits != "1" && strings.Trim(digits, "0123456789") == ""
}

// groups divides packages into groups without two binaries of one name, which
// `go test -c` would refuse.
func groups(packages []pkg) [][]pkg {
	var all [][]pkg
	seen := map[string]int{}
	for _, p := range packages {
		k := seen[p.binary()]
		seen[p.binary()]++
		if k == len(all) {
			all = append(all, nil)
		}
		all[k] = append(all[k], p)
	}
	return all
}
