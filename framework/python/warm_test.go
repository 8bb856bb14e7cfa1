package python_test

import (
	"fmt"
	"maps"
	"os"
	"testing"

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// outcomesOfForks are those of the library's test in two processes, of which the first has
// to make all checks, and the second as few as it can.
func outcomesOfForks(t *testing.T, files map[string]string) (outcomes []suite.Outcome) {
	t.Helper()
	project := maps.Clone(library)
	maps.Copy(project, files)
	f := open(t, write(t, project), func(o *python.Options) { djangoProject(o); o.Fork = true })
	listing, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Warm(t.Context(), worker.Place{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		w, err := f.Start(t.Context(), listing.Name, worker.Place{Env: os.Environ(), TempDir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		err = w.Run(t.Context(), worker.Batch{Tests: listing.Tests}, func(e worker.Event) {
			if e, ok := e.(worker.Ended); ok {
				outcomes = append(outcomes, e.Outcome)
			}
		})
		if _, closed := w.Close(t.Context()); err != nil || closed != nil {
			t.Fatal(err, closed)
		}
	}
	return outcomes
}

func TestForksInheritWhatChecksHaveDoneThatNeedNoDatabase(t *testing.T) {
	const checks = `
import os
from django.core.checks import register
made = {}

@register()
def check_something(app_configs, **options):
    %smade["something"] = os.getpid()
    return []

@register("database")
def check_databases(app_configs, **options):
    made["databases"] = os.getpid()
    return []
`
	const tests = `
import os
from django.test import SimpleTestCase
from library.models import made

class Tests(SimpleTestCase):
    def test_one(self):
        self.assertEqual(made["databases"], os.getpid())
        self.assertEqual(made["something"], os.getpid())
`
	const settings = `
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "never-made.db"}}
`
	plain, connecting := "", "from django.db import connection; connection.ensure_connection()\n    "
	for name, tt := range map[string]struct {
		first  string
		second suite.Outcome
	}{
		"checks that need none":               {plain, suite.Fail}, // it was made by the process that it was forked from
		"a check that opens one all the same": {connecting, suite.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			got := outcomesOfForks(t, map[string]string{
				"library/models.py": fmt.Sprintf(checks, tt.first), "library/tests.py": tests, "settings.py": library["settings.py"] + settings,
			})
			if len(got) != 2 || got[0] != suite.Pass || got[1] != tt.second {
				t.Errorf("the test ended with %v, want pass and %v", got, tt.second)
			}
		})
	}
}

// Where a suite has started threads, or what would fork has ended, a process starts by itself.
func TestWhatCannotBeForkedStartsByItself(t *testing.T) {
	const pid = `
import os
import threading
import time
import unittest

%s

class Pid(unittest.TestCase):
    def test_parent(self):
        self.assertEqual(os.getppid() == int(os.environ["STARTED_BY"]), %s)
`
	// The second process that imports it forks others; the first has listed the tests.
	const second = `
with open("imports", "a+") as imports:
    imports.write("x")
    imports.seek(0)
    if len(imports.read()) == 2:
        os._exit(3)
`
	for name, tt := range map[string]struct{ first, started string }{
		"no threads":                   {"", "False"},
		"a thread":                     {"threading.Thread(target=time.sleep, args=(600,), daemon=True).start()", "True"},
		"what would fork others ended": {second, "True"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"test_pid.py": fmt.Sprintf(pid, tt.first, tt.started)})
			f := open(t, dir, func(o *python.Options) { o.Fork, o.Cautious = true, true })
			listing, err := f.List(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			env := append(os.Environ(), fmt.Sprint("STARTED_BY=", os.Getpid()))
			w, err := f.Start(t.Context(), listing.Name, worker.Place{Env: env, TempDir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			var got suite.Outcome
			err = w.Run(t.Context(), worker.Batch{Tests: listing.Tests}, func(e worker.Event) {
				if e, ok := e.(worker.Ended); ok {
					got = e.Outcome
				}
			})
			if _, closed := w.Close(t.Context()); err != nil || closed != nil || got != suite.Pass {
				t.Error(got, err, closed)
			}
		})
	}
}
