package python_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

// library is a Django project whose checks find something, without a database.
var library = map[string]string{
	"manage.py": `
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
	"settings.py": `
SECRET_KEY = "not secret"
INSTALLED_APPS = ["library"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
`,
	"library/__init__.py": "",
	"library/models.py": `
from django.db import models

class Shelf(models.Model):
    name = models.CharField(max_length=20)

class Book(models.Model):
    shelf = models.ForeignKey(Shelf, models.CASCADE, unique=True)
`,
	"library/tests.py": `
from django.test import SimpleTestCase

class Tests(SimpleTestCase):
    def test_one(self):
        pass
`,
}

// warnings runs the library's test in each of several processes that f starts, one
// after the other, and returns what each was heard to say of the suite.
func warnings(t *testing.T, f *python.Framework, processes int) (heard []string, err error) {
	t.Helper()
	listing, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for range processes {
		w, err := f.Start(t.Context(), listing.Name, worker.Place{Env: os.Environ(), TempDir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		err = w.Run(t.Context(), worker.Batch{Tests: listing.Tests}, func(e worker.Event) {
			if e, ok := e.(worker.Noticed); ok {
				said += e.Text
			}
		})
		result, closed := w.Close(t.Context())
		if err != nil {
			if result.Outcome != suite.Pass {
				t.Errorf("the unit, beyond the error: %+v", result)
			}
			return heard, err
		}
		if closed != nil || result.Outcome != suite.Pass {
			t.Errorf("Close = %+v, %v", result, closed)
		}
		// What checks of the suite's own say in each process is its output.
		said, _, _ = strings.Cut(said, "\n")
		heard = append(heard, said)
	}
	return heard, nil
}

const found = "System check identified some issues:"

func djangoProject(o *python.Options) { o.Face = python.Django; o.Settings.Accelerate = true }

func TestChecksAreMadeByOneProcessAndToldOncePerRun(t *testing.T) {
	dir := write(t, library)
	for run, want := range [][]string{{found, "", ""}, {found, ""}} {
		f := open(t, dir, djangoProject)
		got, err := warnings(t, f, len(want))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("run %d: %v, (-want +got):\n%s", run+1, err, diff)
		}
	}
	// What was kept is what the second run has told: it did not look again.
	kept, err := filepath.Glob(filepath.Join(dir, ".ptr", "*.json"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	text, err := os.ReadFile(kept[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept[0], []byte(strings.ReplaceAll(string(text), found, "as ever")), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := warnings(t, open(t, dir, djangoProject), 2); err != nil || !cmp.Equal(got, []string{"as ever", ""}) {
		t.Errorf("third run: %q, %v", got, err)
	}
}

func TestAChangedSuiteIsCheckedAnew(t *testing.T) {
	dir := write(t, library)
	if _, err := warnings(t, open(t, dir, djangoProject), 1); err != nil {
		t.Fatal(err)
	}
	mended := strings.Replace(library["library/models.py"], ", unique=True", "", 1)
	if err := os.WriteFile(filepath.Join(dir, "library", "models.py"), []byte(mended), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := warnings(t, open(t, dir, djangoProject), 2); err != nil || !cmp.Equal(got, []string{"", ""}) {
		t.Errorf("after the model was mended: %q, %v", got, err)
	}
}

func TestWithoutAccelerationsEveryProcessMakesAllChecks(t *testing.T) {
	f := open(t, write(t, library), func(o *python.Options) { o.Face = python.Django })
	if got, err := warnings(t, f, 2); err != nil || !cmp.Equal(got, []string{found, found}) {
		t.Errorf("heard %q, %v", got, err)
	}
}

func TestASuiteThatItsChecksForbidIsToBlameItself(t *testing.T) {
	dir := write(t, library)
	broken := strings.Replace(library["library/models.py"], "max_length=20", "", 1)
	if err := os.WriteFile(filepath.Join(dir, "library", "models.py"), []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := warnings(t, open(t, dir, djangoProject), 1)
	isForbidden(t, err, "SystemCheckError: "+found, "fields.E120")
}

// Those of the suite's own run in every process, also where it is known what the
// others find.
func TestASuiteThatChecksOfItsOwnForbidIsToBlameItself(t *testing.T) {
	dir := write(t, library)
	own := library["library/models.py"] + `
import os
from django.core import checks

@checks.register()
def soon(app_configs, **kwargs):
    return [checks.Error("it is too late", id="library.E001")] if os.path.exists("late") else []
`
	if err := os.WriteFile(filepath.Join(dir, "library", "models.py"), []byte(own), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := warnings(t, open(t, dir, djangoProject), 1); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "late"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := warnings(t, open(t, dir, djangoProject), 1)
	isForbidden(t, err, "SystemCheckError: "+found, "library.E001")
}

// isForbidden checks that err blames the suite, for a reason and with a detail.
func isForbidden(t *testing.T, err error, reason, detail string) {
	t.Helper()
	var unfit *python.SetUpError
	if !errors.As(err, &unfit) {
		t.Fatalf("error %v", err)
	}
	if said, rest := unfit.Parts(); said != reason || !strings.Contains(rest, detail) {
		t.Errorf("%q, %q", said, rest)
	}
}
