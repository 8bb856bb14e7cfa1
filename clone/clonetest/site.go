package clonetest

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// An At opens the backend on a server that others run.
type At func(h *server.Host, url string) (clone.Backend, error)

// A Site is a server that others run, as far as the test knows.
type Site struct {
	At     At
	URL    string // of a user that may make databases there
	Driver string // of database/sql
	Super  string // DSN of the superuser
	Names  string // query: the names of all databases, sorted, joined by spaces
}

// leaving is the variable with the URL of a server that a child process is to leave
// things on; storing that with the folder of its templates.
const (
	leaving = "PTR_CLONETEST_LEAVING"
	storing = "PTR_CLONETEST_STORE"
)

// Leave makes a template and a clone and is killed, if this process is there for
// that. The test binary must call it before [Main], if it calls [Leftovers].
func Leave(at At) {
	url, ok := os.LookupEnv(leaving)
	if !ok {
		return
	}
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	ctx, store := context.Background(), os.Getenv(storing)
	b, err := at(&server.Host{}, url)
	must(err)
	template, err := Ensure(ctx, b, store)
	must(err)
	strategies, _ := b.Strategies(template)
	_, err = strategies[0].Clone(ctx, template, store, "w1")
	must(err)
	self, err := os.FindProcess(os.Getpid())
	must(err)
	must(self.Kill())
	select {}
}

// Ensure makes or finds a template with one database, in which is a table t.
func Ensure(ctx context.Context, b clone.Backend, store string) (clone.Template, error) {
	file := filepath.Join(store, "schema.sql")
	if err := os.WriteFile(file, []byte("CREATE TABLE t AS SELECT 1 AS n;"), 0o600); err != nil {
		return clone.Template{}, err
	}
	return clone.Store{Dir: store}.Ensure(ctx, b, clone.Request{Sources: []clone.Source{{Alias: "default", SQL: []string{file}}}})
}

// Leftovers tests that what a process that was killed has left on a server is
// removed, and nothing else, and that its template is used.
func Leftovers(t *testing.T, s Site) {
	db, err := sql.Open(s.Driver, s.Super)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{"ptr_mine", "ptr_aaaaaaaa_clone1_default"} {
		if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
	}
	before, store := s.names(t), t.TempDir()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), leaving+"="+s.URL, storing+"="+store)
	if out, err := c.CombinedOutput(); err == nil || c.ProcessState.ExitCode() > 0 {
		t.Fatalf("the process was not killed: %v\n%s", err, out)
	}
	left := s.names(t)
	if n := len(left) - len(before); n != 3 {
		t.Fatalf("the process left %d databases, want those of the registry, a template and a clone: %v", n, left)
	}
	b, err := s.At(Host(t, false), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	template, err := Ensure(t.Context(), b, store)
	if err != nil {
		t.Fatal(err)
	}
	if !template.Reused {
		t.Error("the template of the process that was killed is not used")
	}
	var want []string
	for _, name := range left {
		if !strings.Contains(name, "_clone1.default") {
			want = append(want, name)
		}
	}
	if diff := cmp.Diff(want, s.names(t)); diff != "" {
		t.Errorf("databases that are left:\n%s", diff)
	}
}

func (s Site) names(t *testing.T) []string {
	t.Helper()
	return strings.Fields(Answer(t, s.Driver, s.Super, s.Names))
}

// Rewritten is a spoil of a template on a server: its file becomes text.
func Rewritten(text string) func(*testing.T, clone.Template) {
	return func(t *testing.T, template clone.Template) {
		path := filepath.Join(template.Path, "databases.json")
		if err := os.Chmod(template.Path, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
