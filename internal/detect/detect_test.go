package detect_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/detect"
)

var update = flag.Bool("update", false, "rewrite what the fixtures want")

var known = config.Known{
	Frameworks: []string{"go", "command"}, Backends: map[string][]string{"mysql": nil, "postgres": nil, "sqlite": nil},
}

// Each fixture in testdata is a module, and the ptr.toml and the guesses that
// it leads to.
func TestPropose(t *testing.T) {
	fixtures, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, fixture := range fixtures {
		t.Run(strings.TrimSuffix(filepath.Base(fixture), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(fixture)
			if err != nil {
				t.Fatal(err)
			}
			module, want, _ := strings.Cut(string(text), "-- want/ptr.toml --\n")
			dir := filepath.Join(t.TempDir(), "unnamed")
			unpack(t, module, dir)
			proposal, err := detect.Propose(dir)
			if err != nil {
				t.Fatal(err)
			}
			got := proposal.TOML + "-- want/guesses --\n" + strings.Join(proposal.Guesses, "\n") + "\n"
			if *update {
				if err := os.WriteFile(fixture, []byte(module+"-- want/ptr.toml --\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			load(t, dir, proposal)
		})
	}
}

// unpack makes the files of archive in dir. Each follows a line "-- NAME --".
func unpack(t *testing.T, archive, dir string) {
	t.Helper()
	header := regexp.MustCompile(`(?m)^-- (.+) --\n`)
	texts := header.Split(archive, -1)[1:]
	for i, m := range header.FindAllStringSubmatch(archive, -1) {
		file := filepath.Join(dir, filepath.FromSlash(m[1]))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(texts[i]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// load loads a proposal for the module in dir.
func load(t *testing.T, dir string, p detect.Proposal) config.Config {
	t.Helper()
	file := filepath.Join(dir, config.FileName)
	if err := os.WriteFile(file, []byte(p.TOML), 0o666); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(file, known)
	if err != nil {
		t.Fatalf("%v in:\n%s", err, p.TOML)
	}
	return c
}

// The example's own ptr.toml was written by hand: init finds the same.
func TestProposeFindsTheDatabasesOfTheShop(t *testing.T) {
	shop := "../../examples/shop"
	want, err := config.Load(filepath.Join(shop, config.FileName), known)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(shop)); err != nil {
		t.Fatal(err)
	}
	proposal, err := detect.Propose(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := load(t, dir, proposal)
	if diff := cmp.Diff(summary(t, want), summary(t, got)); diff != "" {
		t.Errorf("(-by hand +by init):\n%s", diff)
	}
}

// A described database is what init can know of one: not the parameters of a
// DSN.
type described struct {
	Alias, Backend string
	SQL, Variables []string
}

func summary(t *testing.T, c config.Config) (all []described) {
	t.Helper()
	for _, d := range c.Databases {
		s := described{Alias: d.Alias, Backend: d.Backend}
		for _, file := range d.SQL {
			relative, err := filepath.Rel(c.Dir, file)
			if err != nil {
				t.Fatal(err)
			}
			s.SQL = append(s.SQL, relative)
		}
		for _, pattern := range d.Env {
			name, _, _ := strings.Cut(pattern, "=")
			s.Variables = append(s.Variables, name)
		}
		all = append(all, s)
	}
	return all
}

func TestAFolderThatIsGoneIsAnError(t *testing.T) {
	if p, err := detect.Propose(filepath.Join(t.TempDir(), "gone")); err == nil {
		t.Errorf("proposal:\n%s", p.TOML)
	}
}

// Whatever folders and variables are called, the proposal loads.
func FuzzPropose(f *testing.F) {
	f.Add("migrations", "DATABASE_URL", "-- +goose Up")
	f.Add("db/ü \"x\".y", "MY_DB_PATH", "")
	f.Add("[a]*{b}", "DB", "-- migrate:up")
	f.Add("\x7f\n", "DB", "")
	f.Fuzz(func(t *testing.T, folder, variable, sql string) {
		dir := t.TempDir()
		at := filepath.Join(dir, "sql", folder)
		if !filepath.IsLocal(filepath.Join("sql", folder)) || os.MkdirAll(at, 0o777) != nil {
			return
		}
		source := "package x\n\nimport \"os\"\n\nvar _ = os.Getenv(`" + variable + "`)\n"
		for name, text := range map[string]string{
			filepath.Join(at, "1.sql"): sql, filepath.Join(dir, "x.go"): source, filepath.Join(dir, "sql", "2.sql"): "",
		} {
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		proposal, err := detect.Propose(dir)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsRune([]byte(proposal.TOML), '\ufffd') {
			return // a name that is no UTF-8 cannot stand in TOML
		}
		load(t, dir, proposal)
	})
}
