package python_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// record is a plugin for pytest that runs tests in a given order, and prints how
// each ended.
//
//go:embed testdata/record_outcomes.py
var record []byte

// pytestSuite copies the suite of testdata, and opens the copy. The test is
// skipped where no Python has what it needs.
func pytestSuite(t *testing.T, change func(*python.Options)) (f *python.Framework, dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "pytests"))); err != nil {
		t.Fatal(err)
	}
	o := python.Options{Face: python.Pytest, Dir: dir, Cache: t.TempDir(), Env: os.Environ()}
	probed, err := python.New(o)
	if err != nil {
		t.Skip(err)
	}
	path, _ := probed.Interpreter()
	if err := exec.Command(path, "-c", "import django, pytest_django").Run(); err != nil {
		t.Skipf("%s has no pytest-django", path)
	}
	f = open(t, dir, func(o *python.Options) {
		o.Face, o.Settings.Accelerate = python.Pytest, true
		if change != nil {
			change(o)
		}
	})
	return f, dir
}

// outcomes are by test.
type outcomes map[string]string

// plainly runs tests by pytest itself, in this order.
func plainly(t *testing.T, f *python.Framework, dir string, tests []suite.Test, labels ...string) outcomes {
	t.Helper()
	plugins := t.TempDir()
	order, err := json.Marshal(ids(tests))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"record_outcomes.py": record, "order.json": order} {
		if err := os.WriteFile(filepath.Join(plugins, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path, _ := f.Interpreter()
	result := filepath.Join(plugins, "outcomes.json")
	args := []string{"-m", "pytest", "-p", "record_outcomes", "-p", "no:cacheprovider", "--continue-on-collection-errors"}
	c := exec.Command(path, append(args, labels...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "PYTHONPATH="+plugins, "ORDER="+filepath.Join(plugins, "order.json"), "OUTCOMES="+result)
	printed, _ := c.CombinedOutput() // its status says whether tests failed
	text, err := os.ReadFile(result)
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	found := outcomes{}
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&found); err != nil {
		t.Fatal(err)
	}
	return found
}

// byWorkers runs tests in this order, and each batch of n in one process, or in
// one of its own.
func byWorkers(t *testing.T, f *python.Framework, unit string, tests []suite.Test, n int, alone bool) outcomes {
	t.Helper()
	found := outcomes{}
	var w worker.Worker
	end := func() {
		if w != nil {
			if _, err := w.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}
		w = nil
	}
	for _, batch := range batches(tests, n) {
		if w == nil {
			var err error
			if w, err = f.Start(t.Context(), unit, worker.Place{Env: os.Environ(), TempDir: t.TempDir()}); err != nil {
				t.Fatal(err)
			}
		}
		limit := func(suite.ID) time.Duration { return 2 * time.Minute }
		err := w.Run(t.Context(), worker.Batch{Tests: batch, Limit: limit}, func(e worker.Event) {
			if e, ok := e.(worker.Ended); ok && e.Attempt.Parent == "" {
				found[string(e.Attempt.Test)] = string(e.Attempt.Outcome)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if alone {
			end()
		}
	}
	end()
	return found
}

// batches are of n tests of one kind at most.
func batches(tests []suite.Test, n int) [][]suite.Test {
	var all [][]suite.Test
	for from, i := 0, 1; i <= len(tests); i++ {
		if i == len(tests) || i-from == n || tests[i].Kind != tests[from].Kind {
			all = append(all, tests[from:i])
			from = i
		}
	}
	return all
}

// withinKinds reorders the tests of each kind.
func withinKinds(tests []suite.Test, reorder func([]suite.Test)) []suite.Test {
	tests = slices.Clone(tests)
	for _, kind := range batches(tests, len(tests)) {
		reorder(kind)
	}
	return tests
}

func TestOutcomesOfPytestSuitesAreThoseOfPytestInTheSameOrder(t *testing.T) {
	t.Parallel()
	orders := map[string]func([]suite.Test){
		"forward":  func([]suite.Test) {},
		"reversed": slices.Reverse[[]suite.Test],
		"shuffled": func(kind []suite.Test) {
			random := rand.New(rand.NewPCG(uint64(len(kind)), 0))
			random.Shuffle(len(kind), func(i, j int) { kind[i], kind[j] = kind[j], kind[i] })
		},
	}
	for name, order := range orders {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, dir := pytestSuite(t, nil)
			listing, err := f.List(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			tests := withinKinds(listing.Tests, order)
			want := plainly(t, f, dir, tests)
			if len(want) < 70 {
				t.Fatalf("pytest ran %d tests", len(want))
			}
			if diff := cmp.Diff(want, byWorkers(t, f, listing.Name, tests, 7, false)); diff != "" {
				t.Errorf("(-pytest +ptr):\n%s", diff)
			}
		})
	}
}

func TestOutcomesOfPytestTestsAloneAreThoseOfAll(t *testing.T) {
	t.Parallel()
	f, dir := pytestSuite(t, func(o *python.Options) { o.Fork = true })
	listing, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := plainly(t, f, dir, listing.Tests)
	if diff := cmp.Diff(want, byWorkers(t, f, listing.Name, listing.Tests, 1, true)); diff != "" {
		t.Errorf("(-all by pytest +alone):\n%s", diff)
	}
}

func TestOutcomesOfWhatGoesWrongAreThoseOfPytest(t *testing.T) {
	t.Parallel()
	f, dir := pytestSuite(t, nil)
	labels := []string{"pitfalls/outcomes.py", "pitfalls/broken.py"}
	listing, err := f.List(t.Context(), labels)
	if err != nil {
		t.Fatal(err)
	}
	want := plainly(t, f, dir, listing.Tests, labels...)
	if diff := cmp.Diff(want, byWorkers(t, f, listing.Name, listing.Tests, 100, false)); diff != "" {
		t.Errorf("(-pytest +ptr):\n%s", diff)
	}
	if want["pitfalls/broken.py"] != "fail" || want["pitfalls/outcomes.py::test_passes_unexpectedly"] != "pass" {
		t.Errorf("pytest: %v", want)
	}
}

func TestALabelIsAnyPartOfANodeIDThatIsItsAlone(t *testing.T) {
	t.Parallel()
	_, dir := pytestSuite(t, nil)
	for label, want := range map[string][]string{
		"test_marks.py::test_costs[60-80]": {"tests/test_marks.py::test_costs[60-80]"},
		"test_costs":                       {"tests/test_marks.py::test_costs[60-80]", "tests/test_marks.py::test_costs[15-20]", "tests/test_marks.py::test_costs[0-0]"},
		"TestInner":                        {"tests/nested/test_annex.py::TestOuter::TestInner::test_a_class_within_another"},
		"nested/test_annex.py::TestOuter": {
			"tests/nested/test_annex.py::TestOuter::TestInner::test_a_class_within_another",
			"tests/nested/test_annex.py::TestOuter::test_set_up_the_old_way",
		},
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			f := open(t, dir, func(o *python.Options) { o.Face = python.Pytest })
			got, err := f.List(t.Context(), []string{label})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, ids(got.Tests)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
