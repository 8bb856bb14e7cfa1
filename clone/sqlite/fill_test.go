//go:build cgo

package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
)

// fill makes a database in a folder with an odd name.
func fill(t *testing.T, s clone.Source) (path string, err error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "it's 100% größe #1")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "a b.db")
	return path, sqlite.New().Fill(t.Context(), path, []clone.Source{s})
}

func write(t *testing.T, name, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// query is what a query of one value returns.
func query(t *testing.T, path, text string) (value string) {
	t.Helper()
	db := database(t, path)
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), text).Scan(&value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func database(t *testing.T, path string, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+strings.NewReplacer("%", "%25", "#", "%23").Replace(path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return db
}

// alone checks that nothing lies beside the database at path.
func alone(t *testing.T, path string) {
	t.Helper()
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("in the template's folder are %v, %v, want the database alone", files, err)
	}
}

func TestScriptsRunInOrder(t *testing.T) {
	path, err := fill(t, clone.Source{SQL: []string{
		write(t, "1.sql", "PRAGMA journal_mode = WAL; CREATE TABLE t(x); BEGIN; INSERT INTO t VALUES (1); COMMIT"),
		write(t, "2.sql", "-- only a comment;"),
		write(t, "3.sql", "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; SELECT 1; END;\nUPDATE t SET x = 2;\n"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	alone(t, path)
	if got := query(t, path, "SELECT x FROM t"); got != "2" {
		t.Errorf("x = %s, want 2", got)
	}
	if err := sqlite.New().Check(t.Context(), path); err != nil {
		t.Error(err)
	}
}

func TestWithoutASourceADatabaseIsEmpty(t *testing.T) {
	path, err := fill(t, clone.Source{})
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlite.New().Check(t.Context(), path); err != nil {
		t.Error(err)
	}
	if got := query(t, path, "SELECT count(*) FROM sqlite_schema"); got != "0" {
		t.Errorf("it has %s tables", got)
	}
}

func TestAScriptsErrorNamesFileAndLine(t *testing.T) {
	tests := map[string]struct{ script, want string }{
		"a wrong word":       {"CREATE TABLE t(x);\n\n-- next\nINSART INTO t\n VALUES (1);", `:4: near "INSART": syntax error`},
		"an unknown table":   {"SELECT 1; SELECT * FROM nowhere;", ":1: no such table: nowhere"},
		"an open begin":      {"CREATE TABLE t(x);\nBEGIN;\nINSERT INTO t VALUES (1);", ":1: BEGIN without COMMIT"},
		"a command of shell": {".read x.sql", `:1: near ".": syntax error`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := write(t, "a.sql", tt.script)
			_, err := fill(t, clone.Source{SQL: []string{file}})
			if want := file + tt.want; fmt.Sprint(err) != want {
				t.Errorf("error %q, want %q", err, want)
			}
		})
	}
}

// shell is a command that gets the new database's path in the variable DB.
func shell(t *testing.T, script string) clone.Source {
	t.Helper()
	return clone.Source{
		Command: []string{"sh", "-c", script}, Dir: t.TempDir(),
		Env: func(values clone.Values) []string { return append(os.Environ(), "DB="+values["path"]) },
	}
}

func TestACommandMakesTheDatabase(t *testing.T) {
	ready := filepath.Join(t.TempDir(), "ready.db")
	database(t, ready, "CREATE TABLE t(x)", "INSERT INTO t VALUES (5)").Close()
	path, err := fill(t, shell(t, `pwd > where; cp '`+ready+`' "$DB"`))
	if err != nil {
		t.Fatal(err)
	}
	if got := query(t, path, "SELECT x FROM t"); got != "5" {
		t.Errorf("x = %s, want 5", got)
	}
}

func TestACommandThatFails(t *testing.T) {
	tests := map[string]struct {
		script string
		wraps  error
		says   []string
	}{
		"with output":             {"echo began; echo 'no such migration' >&2; exit 3", nil, []string{"exit status 3", "\n    began\n    no such migration"}},
		"without output":          {"exit 1", nil, []string{"exit status 1, without any output"}},
		"with gigantic output":    {"head -c 100000 /dev/zero | tr '\\0' x; echo; echo the end; exit 1", nil, []string{"…xxx", "the end"}},
		"by making nothing":       {"true", clone.ErrEmpty, []string{"succeeded, but", "a b.db"}},
		"by making a file":        {`: > "$DB"`, clone.ErrEmpty, []string{"succeeded, but"}},
		"by making no database":   {`head -c 9000 /dev/zero > "$DB"`, clone.ErrCorrupt, []string{"succeeded, but", "a b.db"}},
		"by its child that stays": {`sleep 100 & echo "$!"; exit 1`, nil, []string{"exit status 1"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := fill(t, shell(t, tt.script))
			if err == nil || tt.wraps != nil && !errors.Is(err, tt.wraps) {
				t.Fatalf("error %v, want one that wraps %v", err, tt.wraps)
			}
			for _, says := range tt.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("error %q, want it to say %q", err, says)
				}
			}
			if len(err.Error()) > 10000 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
	t.Run("by not being there", func(t *testing.T) {
		if _, err := fill(t, clone.Source{Command: []string{"no-such-command"}}); err == nil || !strings.Contains(err.Error(), "no-such-command") {
			t.Errorf("error %v, want one that names the command", err)
		}
	})
	t.Run("by being called off", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := shell(t, "sleep 100")
		s.Env = func(clone.Values) []string { cancel(); return os.Environ() }
		if err := sqlite.New().Fill(ctx, filepath.Join(t.TempDir(), "a.db"), []clone.Source{s}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	})
}

func TestAnExistingDatabaseIsCopiedAsOfOneMoment(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		t.Run(mode, func(t *testing.T) {
			source := filepath.Join(t.TempDir(), "live 1#.db")
			db := database(t, source, "PRAGMA journal_mode = "+mode, "CREATE TABLE t(x)", "INSERT INTO t VALUES ('committed')")
			tx, err := db.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.ExecContext(t.Context(), "INSERT INTO t VALUES ('not yet')"); err != nil {
				t.Fatal(err)
			}
			path, err := fill(t, clone.Source{Existing: source})
			if err != nil {
				t.Fatal(err)
			}
			alone(t, path)
			if got := query(t, path, "SELECT group_concat(x) FROM t"); got != "committed" {
				t.Errorf("the template has %q", got)
			}
			if err := tx.Commit(); err != nil {
				t.Errorf("the writer was disturbed: %v", err)
			}
		})
	}
}

func TestExistingDatabasesThatCannotBeCopied(t *testing.T) {
	content := func() []byte {
		path := filepath.Join(t.TempDir(), "whole.db")
		database(t, path, "CREATE TABLE t(x)", "INSERT INTO t VALUES (zeroblob(20000))").Close()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}()
	tests := map[string]struct {
		make func(path string) error
		want error
	}{
		"none":      {func(string) error { return nil }, clone.ErrEmpty},
		"empty":     {func(path string) error { return os.WriteFile(path, nil, 0o600) }, clone.ErrEmpty},
		"a text":    {func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("text ", 99)), 0o600) }, clone.ErrCorrupt},
		"cut short": {func(path string) error { return os.WriteFile(path, content[:9000], 0o600) }, clone.ErrCorrupt},
		"a folder":  {func(path string) error { return os.Mkdir(path, 0o700) }, clone.ErrCorrupt},
		"left by a writer that died": {func(path string) error {
			return errors.Join(os.WriteFile(path, content, 0o600), os.WriteFile(path+"-journal", hotJournal(), 0o600))
		}, clone.ErrBusy},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			source := filepath.Join(t.TempDir(), "source.db")
			if err := tt.make(source); err != nil {
				t.Fatal(err)
			}
			_, err := fill(t, clone.Source{Existing: source})
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), source) {
				t.Errorf("error %v, want one that wraps %q and names %s", err, tt.want, source)
			}
		})
	}
}

// hotJournal is the beginning of a rollback journal of no pages, which is to
// be played back nevertheless: to a database of one page.
func hotJournal() []byte {
	j := make([]byte, 512)
	copy(j, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
	j[19], j[22], j[26] = 1, 2, 16 // pages, sector size 512, page size 4096
	return j
}

func TestCheckFindsDamagedPages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	database(t, path, "CREATE TABLE t(x)", "INSERT INTO t VALUES (zeroblob(20000))", "CREATE INDEX i ON t(x)").Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(content[4096:8192])
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.New().Check(t.Context(), path); !errors.Is(err, clone.ErrCorrupt) || strings.Contains(err.Error(), "\n") {
		t.Errorf("Check: %v, want an error of one line that wraps %q", err, clone.ErrCorrupt)
	}
}
