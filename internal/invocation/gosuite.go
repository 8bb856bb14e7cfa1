package invocation

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/run"
)

func goOptions(c config.Config, o Options, w Workshop) (gotest.Options, error) {
	cpu, err := oneCPU(o.Go.CPU)
	return gotest.Options{
		Dir:      w.Dir,
		Env:      append(slices.Clip(w.Env), goVariables(c.Env)...),
		BuildDir: filepath.Join(c.Dir, StateFolder, "build"),
		BinDir:   w.Binaries,
		Build:    o.Go.Build,
		Cover:    o.Go.Cover || o.Go.CoverProfile != "",
		CoverDir: w.Coverage,
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
		Perturb:  w.Perturb,

		Variables: c.Isolation == string(run.Verify) || c.Isolation == string(run.Restore),
	}, err
}

// goVariables are those of env that the go command reads, such as GOFLAGS and CGO_ENABLED.
func goVariables(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(variable string) bool {
		return !strings.HasPrefix(variable, "GO") && !strings.HasPrefix(variable, "CGO_")
	})
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

// runPattern is the `go test -run` pattern that lets labels' subtests through
// and no others; "" if none of labels names a subtest.
func runPattern(labels []string) string {
	var alternatives []string
	subtests := false
	for _, label := range labels {
		first, rest, sub := strings.Cut(afterPackage(label), "/")
		pattern := "^" + regexp.QuoteMeta(first) + "$"
		if sub {
			subtests = true
			for part := range strings.SplitSeq(rest, "/") {
				pattern += "/^" + regexp.QuoteMeta(part) + "$"
			}
		}
		alternatives = append(alternatives, pattern)
	}
	if !subtests {
		return ""
	}
	return strings.Join(alternatives, "|")
}

var testName = regexp.MustCompile(`(^|\.)((Test|Example|Fuzz)[^/.]*(/.*)?)$`)

// afterPackage is the part of a Go test's label that names the test.
func afterPackage(label string) string {
	if m := testName.FindStringSubmatch(label); m != nil {
		return m[2]
	}
	return label
}

// WithoutSubtest is the part of a Go test's label before the names of subtests.
func WithoutSubtest(label string) string {
	if m := testName.FindStringSubmatch(label); m != nil {
		return strings.TrimSuffix(label, m[4])
	}
	return label
}
