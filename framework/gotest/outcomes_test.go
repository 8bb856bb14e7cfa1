package gotest_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
)

// goTest is what `go test -json` says of the zoo's package ordinary.
func goTest(t *testing.T, args ...string) map[string]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"test", "-json", "-count=1", "./ordinary"}, args...)...)
	cmd.Dir = filepath.Join("testdata", "zoo")
	out, _ := cmd.Output() // some of its tests fail
	outcomes := map[string]string{}
	for line := range bytes.Lines(out) {
		var e struct{ Action, Test string }
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if e.Test != "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
			outcomes[e.Test] = e.Action
		}
	}
	return outcomes
}

// run runs tests of ordinary, by kind, in batches of n.
func runBatches(t *testing.T, z zoo, fw framework.Framework, n int, order func([]suite.Test)) map[string]string {
	t.Helper()
	var batches [][]suite.Test
	for _, kind := range []suite.Kind{suite.KindTest, suite.KindFuzz, suite.KindExample} {
		tests := slices.DeleteFunc(z.tests(t, "ordinary"), func(x suite.Test) bool { return x.Kind != kind })
		order(tests)
		// Its two parallel tests need each other's company.
		parallel := slices.DeleteFunc(slices.Clone(tests), func(x suite.Test) bool { return !x.Parallel })
		tests = slices.DeleteFunc(tests, func(x suite.Test) bool { return x.Parallel })
		batches = slices.AppendSeq(batches, slices.Chunk(tests, n))
		if len(parallel) > 0 {
			batches = append(batches, parallel)
		}
	}
	outcomes := map[string]string{}
	s := tell(t, z.start(t, fw, "ordinary"), batches...)
	if s.death != nil {
		t.Fatal(s.death)
	}
	for name, a := range s.attempts {
		outcomes[name] = string(a.Outcome)
	}
	return outcomes
}

func TestOutcomesAreThoseOfGoTest(t *testing.T) {
	z := openZoo(t)
	want := goTest(t)
	// These depend on which of their kind ran before, as they are meant to.
	for _, name := range []string{"TestComesBack", "TestWorkingDir"} {
		delete(want, name)
	}
	cases := map[string]struct {
		n     int
		order func([]suite.Test)
	}{
		"all at once":       {1024, func([]suite.Test) {}},
		"in small batches":  {4, func([]suite.Test) {}},
		"reversed":          {1024, slices.Reverse[[]suite.Test]},
		"reversed in small": {6, slices.Reverse[[]suite.Test]},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := runBatches(t, z, z.fw, c.n, c.order)
			for _, name := range []string{"TestComesBack", "TestWorkingDir"} {
				delete(got, name)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
