package python_test

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
	"github.com/ptr-project/ptr/worker/workertest"
)

// shop is a suite of unittest's.
var shop = map[string]string{
	"tests/__init__.py": "",
	"tests/test_orders.py": `
import time, unittest

class OrderTests(unittest.TestCase):
    def test_cancel(self):
        print("cancelled")

    def test_refund(self):
        for part in range(2):
            with self.subTest(part=part):
                self.assertEqual(part, 0)

    @unittest.skip("no printer")
    def test_print(self):
        pass

class SlowTests(unittest.TestCase):
    def test_sleep(self):
        time.sleep(60)
`,
	"tests/test_stock.py": `
import unittest

class StockTests(unittest.TestCase):
    def test_count(self):
        pass
`,
}

// write makes a folder of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// open opens the suite in dir.
func open(t *testing.T, dir string, change func(*python.Options)) *python.Framework {
	t.Helper()
	sockets, err := os.MkdirTemp("", "ptr") // a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(sockets) })
	o := python.Options{
		Face: python.Unittest, Dir: dir, Env: os.Environ(), Sockets: sockets,
		Cache: filepath.Join(os.TempDir(), "ptr-python-test"), Kept: filepath.Join(dir, ".ptr"), Temp: t.TempDir(),
	}
	if change != nil {
		change(&o)
	}
	f, err := python.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func ids(tests []suite.Test) []string {
	var all []string
	for _, t := range tests {
		all = append(all, string(t.ID))
	}
	return all
}

func TestListSaysWhatATestSharesItsSetUpWithAndWhereItIs(t *testing.T) {
	f := open(t, write(t, shop), func(o *python.Options) { o.Name = "shop" })
	got, err := f.List(t.Context(), []string{"tests.test_stock"})
	if err != nil {
		t.Fatal(err)
	}
	want := []suite.Test{{
		ID: "tests.test_stock.StockTests.test_count", Unit: "shop", Kind: suite.KindTest,
		Group: "tests.test_stock.StockTests", Loose: true, File: "tests/test_stock.py", Line: 5,
	}}
	if diff := cmp.Diff(want, got.Tests); diff != "" || got.Name != "shop" {
		t.Errorf("name %q, tests (-want +got):\n%s", got.Name, diff)
	}
}

func TestALabelIsAnyPartOfANameThatIsItsAlone(t *testing.T) {
	dir := write(t, shop)
	for label, want := range map[string][]string{
		"tests.test_orders.OrderTests.test_cancel": {"tests.test_orders.OrderTests.test_cancel"},
		"test_cancel":            {"tests.test_orders.OrderTests.test_cancel"},
		"SlowTests":              {"tests.test_orders.SlowTests.test_sleep"},
		"test_stock":             {"tests.test_stock.StockTests.test_count"},
		"OrderTests.test_refund": {"tests.test_orders.OrderTests.test_refund"},
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			got, err := open(t, dir, nil).List(t.Context(), []string{label})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, ids(got.Tests)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALabelThatNamesNothingHasTheNearestNames(t *testing.T) {
	_, err := open(t, write(t, shop), nil).List(t.Context(), []string{"test_cancle"})
	var wrong *spoken.LabelError
	if !errors.As(err, &wrong) || wrong.Label != "test_cancle" || !slices.Contains(wrong.Like, "tests.test_orders.OrderTests.test_cancel") {
		t.Errorf("error %#v", err)
	}
}

func TestAListingIsKeptUntilAFileChanges(t *testing.T) {
	dir := write(t, shop)
	list := func() []string {
		got, err := open(t, dir, nil).List(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return ids(got.Tests)
	}
	first := list()
	kept, err := filepath.Glob(filepath.Join(dir, ".ptr", "*.json"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if diff := cmp.Diff(first, list()); diff != "" {
		t.Error(diff)
	}
	more := strings.Replace(shop["tests/test_stock.py"], "test_count", "test_recount", 1)
	if err := os.WriteFile(filepath.Join(dir, "tests", "test_stock.py"), []byte(more), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := list(); !slices.Contains(got, "tests.test_stock.StockTests.test_recount") {
		t.Errorf("after a change: %v", got)
	}
}

func TestAnInterpreterThatCannotRunTheSuiteIsNamed(t *testing.T) {
	_, err := python.New(python.Options{Face: python.Unittest, Python: "no-such-python", Cache: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "no-such-python: ") {
		t.Errorf("error %v", err)
	}
}

func TestConformance(t *testing.T) {
	for name, fork := range map[string]bool{"spawned": false, "forked": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t, write(t, shop), func(o *python.Options) { o.Fork = fork })
			listing, err := f.List(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var quick []suite.Test
			var slow suite.Test
			for _, x := range listing.Tests {
				if strings.HasSuffix(string(x.ID), "test_sleep") {
					slow = x
				} else {
					quick = append(quick, x)
				}
			}
			workertest.Run(t, workertest.Subject{
				Start: func(t *testing.T, place worker.Place) worker.Worker {
					w, err := f.Start(t.Context(), listing.Name, place)
					if err != nil {
						t.Fatal(err)
					}
					return w
				},
				Tests: quick, Slow: slow,
			})
		})
	}
}

func TestOutcomesAndOutputOfTests(t *testing.T) {
	f := open(t, write(t, shop), nil)
	listing, err := f.List(t.Context(), []string{"tests.test_orders.OrderTests"})
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.Start(t.Context(), listing.Name, worker.Place{Env: os.Environ(), TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	var got []suite.Attempt
	limit := func(suite.ID) time.Duration { return time.Minute }
	err = w.Run(t.Context(), worker.Batch{Tests: listing.Tests, Limit: limit}, func(e worker.Event) {
		if e, ok := e.(worker.Ended); ok {
			a := e.Attempt
			a.Start, a.Duration, a.Output = time.Time{}, 0, outputOf(a)
			for i, raised := range a.Raised {
				if len(raised.Frames) == 0 {
					t.Errorf("%s raised %s nowhere", a.Test, raised.Type)
				}
				a.Raised[i].Frames = nil
			}
			got = append(got, a)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Close(t.Context()); err != nil {
		t.Error(err)
	}
	const class = "tests.test_orders.OrderTests."
	raised := []suite.Exception{{Type: "AssertionError", Message: "1 != 0"}}
	want := []suite.Attempt{
		{Test: class + "test_cancel", Outcome: suite.Pass, Output: []byte("cancelled\n")},
		{Test: class + "test_print", Outcome: suite.Skip, Failure: "no printer"},
		{Test: class + "test_refund (part=1)", Parent: class + "test_refund", Outcome: suite.Fail, Failure: "AssertionError: 1 != 0", Raised: raised},
		{Test: class + "test_refund", Outcome: suite.Fail, Failure: "a subtest failed: AssertionError: 1 != 0", Raised: raised},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// outputOf is what a test printed, without a traceback.
func outputOf(a suite.Attempt) []byte {
	text, _, _ := strings.Cut(string(a.Output), "Traceback")
	if text == "" {
		return nil
	}
	return []byte(text)
}

func TestTestsOfDjangosWithoutSettingsAreRefused(t *testing.T) {
	files := map[string]string{
		"tests/__init__.py": "", "tests/settings.py": "SECRET_KEY = 'x'", "shop/test_settings.py": "",
		"tests/test_a.py": "from django.test import SimpleTestCase\nclass A(SimpleTestCase):\n    def test_a(self): pass\n",
	}
	cases := map[string]struct {
		change func(*python.Options)
		files  map[string]string
		refuse bool
	}{
		"nothing names them":            {refuse: true},
		"a variable names them":         {change: func(o *python.Options) { o.Env = append(o.Env, "DJANGO_SETTINGS_MODULE=tests.settings") }},
		"a module configures by itself": {files: map[string]string{"tests/__init__.py": "from django.conf import settings\nsettings.configure()"}},
		"at import, not configured":     {files: map[string]string{"tests/test_a.py": "import django.contrib.auth.models"}, refuse: true},
		"no tests of Django's":          {files: map[string]string{"tests/test_a.py": "import unittest\nimport django.test\nclass A(unittest.TestCase):\n    def test_a(self): pass\n"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			all := maps.Clone(files)
			maps.Copy(all, tt.files)
			f := open(t, write(t, all), tt.change)
			if path, _ := f.Interpreter(); exec.Command(path, "-c", "import django").Run() != nil {
				t.Skipf("%s has no Django", path)
			}
			_, err := f.List(t.Context(), nil)
			var unset *python.NoSettingsError
			if !tt.refuse && err == nil {
				return
			}
			if !errors.As(err, &unset) || !tt.refuse || unset.Hint() != "ptr run --settings tests.settings, or another module" {
				t.Errorf("List: %v, want a NoSettingsError: %t", err, tt.refuse)
			}
		})
	}
}
