package gotest

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"syscall"

	"github.com/ptr-project/ptr/suite"
)

// A buildReport is what `go test -c -json` says: about builds, which have IDs
// such as "example.com/p [example.com/p.test]", and about packages.
type buildReport struct {
	output   map[string][]byte   // by build ID
	broken   []string            // IDs of builds that failed, in order
	packages map[string]string   // "skip" (no test files), "fail" (set-up) by import path
	causes   map[string][]string // by import path, the IDs that are to blame
}

func readBuild(out []byte) (*buildReport, error) {
	r := &buildReport{map[string][]byte{}, nil, map[string]string{}, map[string][]string{}}
	for line := range bytes.Lines(out) {
		var e struct{ Action, Package, ImportPath, Output, FailedBuild string }
		if err := json.Unmarshal(line, &e); err != nil {
			return r, err
		}
		switch e.Action {
		case "build-output":
			r.output[e.ImportPath] = append(r.output[e.ImportPath], e.Output...)
		case "build-fail":
			r.broken = append(r.broken, e.ImportPath)
		case "skip":
			r.packages[e.Package] = e.Action
		case "fail":
			r.packages[e.Package] = e.Action
			r.causes[e.Package] = []string{e.FailedBuild}
		}
	}
	return r, nil
}

// failed reports whether something could not be built.
func (r *buildReport) failed() bool {
	for _, action := range r.packages {
		if action == "fail" {
			return true
		}
	}
	return len(r.broken) > 0
}

// starved is the error where the disk was full, which no package is to blame for.
func (r *buildReport) starved() error {
	for _, output := range r.output {
		if bytes.Contains(output, []byte(": "+syscall.ENOSPC.Error()+"\n")) {
			return syscall.ENOSPC
		}
	}
	return nil
}

// blame finds for each package which broken builds it needs.
func (f *Framework) blame(ctx context.Context, group []pkg, r *buildReport) error {
	if len(r.broken) == 0 {
		return nil
	}
	args := append([]string{"list", "-e", "-deps", "-test", "-json=ImportPath,Deps"}, f.o.Build...)
	args = append(args, "--")
	tests := map[string]string{}
	for _, p := range group {
		args = append(args, p.ImportPath)
		tests[p.ImportPath+".test"] = p.ImportPath
	}
	out, err := f.o.run(ctx, args...)
	if err != nil {
		return explain("go list", err)
	}
	built, err := decodeAll[struct {
		ImportPath string
		Deps       []string
	}](out)
	for _, b := range built {
		if p, ok := tests[b.ImportPath]; ok && r.packages[p] == "" {
			r.causes[p] = r.among(append(b.Deps, b.ImportPath))
		}
	}
	return err
}

// among are the builds that failed among those with some IDs. Where a package fails that is
// built for others, too, the go command says nothing of the same one built for a test, such
// as "example.com/p [example.com/q.test]", which has the same files and more.
func (r *buildReport) among(ids []string) []string {
	var broken []string
	for _, id := range r.broken {
		if slices.ContainsFunc(ids, func(dep string) bool { return dep == id || strings.HasPrefix(dep, id+" [") }) {
			broken = append(broken, id)
		}
	}
	return broken
}

// result is that of a package that has no binary.
func (r *buildReport) result(p pkg) (suite.UnitResult, bool) {
	result := suite.UnitResult{Unit: p.ImportPath, Outcome: suite.Fail}
	for _, id := range r.causes[p.ImportPath] {
		result.Output = append(result.Output, r.output[id]...)
	}
	switch {
	case r.packages[p.ImportPath] == "skip":
		result.Outcome, result.Reason = suite.Skip, "no test files"
	case r.packages[p.ImportPath] == "fail":
		result.Reason = "setup failed"
	case len(r.causes[p.ImportPath]) == 0 && !p.hasTestFiles():
		result.Outcome, result.Reason = suite.Skip, "no test files" // with -coverpkg nobody says so
	case len(r.causes[p.ImportPath]) == 0:
		return result, false
	case strings.Contains("\n"+string(result.Output), "\n# ["):
		result.Reason = "vet failed"
	default:
		result.Reason = "build failed"
	}
	return result, true
}
