package housing_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/lending"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/run"
)

// landlord lets clones of a SQLite database; its terms can be changed.
func landlord(t *testing.T, change func(*housing.Terms)) *housing.Landlord {
	t.Helper()
	area, err := scratch.Open(scratch.Roots{Disk: t.TempDir(), Memory: scratch.SystemRoots().Memory}, "test") // sockets want short paths
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := area.Close(); err != nil {
			t.Error(err)
		}
	})
	b := sqlite.New()
	template, err := clonetest.Ensure(t.Context(), b, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { template.Release() })
	terms := housing.Terms{
		Area: area, Storage: clone.Disk, Workers: 2, Env: []string{"LANG=C"},
		Sets: []housing.Set{{
			Databases: []config.Database{{Alias: "default", Backend: "sqlite", Strategy: "auto", Env: []string{"DB={path}", "WHO={worker}"}}},
			Backend:   b, Template: template,
		}},
	}
	if change != nil {
		change(&terms)
	}
	l, err := housing.New(terms)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func lease(t *testing.T, l *housing.Landlord, worker int) run.Lease {
	t.Helper()
	got, err := l.Lease(t.Context(), worker, 1)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// value is that of a variable of a lease.
func value(t *testing.T, l run.Lease, name string) string {
	t.Helper()
	for _, variable := range slices.Backward(l.Env) {
		if v, ok := strings.CutPrefix(variable, name+"="); ok {
			return v
		}
	}
	t.Fatalf("%q lacks %s", l.Env, name)
	return ""
}

func TestEachProcessHasAClone(t *testing.T) {
	l := landlord(t, nil)
	one, two := lease(t, l, 1), lease(t, l, 2)
	write(t, value(t, one, "DB"), "INSERT INTO t VALUES (2)")
	if got := clonetest.Answer(t, "sqlite3", value(t, two, "DB"), "SELECT count(*) FROM t"); got != "1" {
		t.Errorf("the other's clone has %s rows, want 1", got)
	}
	if value(t, one, "WHO") != "1" || value(t, two, "WHO") != "2" || value(t, one, "LANG") != "C" {
		t.Errorf("the environment is %q", one.Env)
	}
	if one.TempDir == two.TempDir || value(t, one, "TMPDIR") != one.TempDir {
		t.Errorf("the temporary directories are %s and %s", one.TempDir, two.TempDir)
	}
}

func write(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestNothingStaysOfAProcessUnlessATestFailedAndClonesAreKept(t *testing.T) {
	tests := map[string]struct {
		keep, failed, stays bool
	}{
		"passed":               {false, false, false},
		"passed, to be kept":   {true, false, false},
		"failed":               {false, true, false},
		"failed, and are kept": {true, true, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := landlord(t, func(terms *housing.Terms) { terms.Keep = tt.keep })
			got := lease(t, l, 1)
			if err := got.Release(tt.failed); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(got.TempDir); !os.IsNotExist(err) {
				t.Errorf("its temporary directory: %v, want that it is gone", err)
			}
			if _, err := os.Stat(value(t, got, "DB")); (err == nil) != tt.stays {
				t.Errorf("its clone: %v, want that it stays: %v", err, tt.stays)
			}
			if kept := l.Kept(); (len(kept) > 0) != tt.stays || tt.stays && !strings.Contains(kept[0].Text, value(t, got, "DB")) {
				t.Errorf("it says %v of what is kept", kept)
			}
		})
	}
}

func TestASingleTestBorrowsAClone(t *testing.T) {
	l := landlord(t, nil)
	counter, err := l.OpenCounter(1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := counter.Close(); err != nil {
			t.Error(err)
		}
	})
	process := lease(t, l, 1)
	if got := counter.Without([]string{"default"}); len(got) != 1 {
		t.Errorf("before: %q have not been borrowed, want default", got)
	}
	loan, err := lending.Borrow(value(t, process, lending.Variable), "default")
	if err != nil {
		t.Fatal(err)
	}
	if loan.Address == value(t, process, "DB") || filepath.Dir(loan.Address) == process.Dir {
		t.Errorf("the loan is the process's own clone, %s", loan.Address)
	}
	if got := counter.Without([]string{"default"}); len(got) != 0 {
		t.Errorf("afterwards: %q have not been borrowed, want none", got)
	}
	if _, err := lending.Borrow(counter.Path, "orders"); err == nil || !strings.Contains(err.Error(), `"orders"`) {
		t.Errorf("of an alias that there is not: %v", err)
	}
	if err := loan.Return(); err != nil {
		t.Error(err)
	}
}
