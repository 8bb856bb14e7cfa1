package clonetest

import (
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// Killed tests that a clone of b can be kept, and opened again, whose server was
// killed. H, where it runs, is without namespaces, so that clones are copies. The
// server writes its process ID to pidFile of its data directory, and has written
// down what is committed once a statement has told it to. Busy may keep it at work then.
func Killed(t *testing.T, h *server.Host, b clone.Backend, driver, pidFile, statement string, busy func(dsn string)) {
	template, err := Ensure(t.Context(), b, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	all, _ := b.Strategies(template)
	s := all[0].(reopener)
	dir, err := h.Folder()
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Clone(t.Context(), template, dir, "killed")
	if err != nil {
		t.Fatal(err)
	}
	fill(t, driver, dsn(c), statement, "INSERT INTO t VALUES (42)")
	busy(dsn(c))
	kill(t, filepath.Join(c.Path, "data", pidFile))
	if s.(clone.Mortal).Lost(t.Context(), c) == nil {
		t.Fatal("the server is not killed")
	}
	if err := s.Keep(t.Context(), c); err != nil {
		t.Fatalf("Keep: %v", err)
	}
	again, err := s.Reopen(t.Context(), template, c.Path)
	if err != nil {
		t.Fatalf("Reopen: %v", err)
	}
	if got := Answer(t, driver, dsn(again), "SELECT max(n) FROM t"); got != "42" {
		t.Errorf("the clone has %s, want 42", got)
	}
	if err := s.Drop(t.Context(), again); err != nil {
		t.Error(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Error(err)
	}
}

func fill(t *testing.T, driver, dsn string, statements ...string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// kill kills the process whose ID is in the first line of a file.
func kill(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid < 2 {
		t.Fatalf("%s has %q, want the ID of a process", file, text)
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
}
