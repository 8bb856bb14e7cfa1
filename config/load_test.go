package config

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var filtersByText = cmpopts.AcyclicTransformer("text", func(f *Filter) string { return f.String() })

func TestLoadUnderstandsEveryKey(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"sql/10.sql", "sql/2.sql", "migrate/a/b/x.go", "migrate/.git/y.go", "seed.db"} {
		write(t, dir, name, "")
	}
	file := write(t, dir, FileName, `
name      = "shop"
framework = "command"
workers   = "auto"
isolation = "verify"
storage   = "disk"
timeout   = "1m30s"
retries   = 1

[database.c]
backend     = "sqlite"
strategy    = "backup"
command     = ["go", "run", "./migrate"]
inputs      = ["migrate/**/*.go"]
env         = ["C_HOST={host}", "C_PORT={port}"]
command_env = ["C={dsn}"]

[database]
a = { backend = "sqlite", sql = ["sql/2.sql", "sql/*.sql"] }
b = { backend = "sqlite", existing = "./seed.db", env = [] }

[env]
Z = "{not a pattern}"
A = ""

[command]
list = "ls"
run  = "prove {ids}"

[[override]]
filter  = "parallel"
timeout = "0"

[[override]]
filter  = "failed"
retries = 0
group   = "g"
`)
	got, err := Load(file, known)
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	none, zero := time.Duration(0), 0
	want := Config{
		File: file, Dir: dir,
		Name: "shop", Framework: "command", Workers: Auto, Isolation: "verify", Storage: "disk",
		Timeout: 90 * time.Second, Retries: 1,
		Databases: []Database{
			{
				Alias: "a", Backend: "sqlite", Strategy: "auto", SQL: []string{at("sql/2.sql"), at("sql/10.sql")},
				Env: []string{"DATABASE_URL={url}"}, CommandEnv: []string{"DATABASE_URL={url}"},
			},
			{
				Alias: "b", Backend: "sqlite", Strategy: "auto", Existing: at("seed.db"),
				Env: []string{}, CommandEnv: []string{},
			},
			{
				Alias: "c", Backend: "sqlite", Strategy: "backup", Command: []string{"go", "run", "./migrate"},
				Inputs: []string{at("migrate/a/b/x.go")},
				Env:    []string{"C_HOST={host}", "C_PORT={port}"}, CommandEnv: []string{"C={dsn}"},
			},
		},
		Env:     []string{"A=", "Z={not a pattern}"},
		Command: Command{List: "ls", Run: "prove {ids}"},
		Overrides: []Override{
			{Filter: filter(t, "parallel"), Timeout: &none},
			{Filter: filter(t, "failed"), Retries: &zero, Group: "g"},
		},
	}
	if diff := cmp.Diff(want, got, filtersByText); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
}

func TestAnEmptyFileIsTheDefault(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"nothing": "", "a byte order mark": "\ufeff# from Windows\r\n"} {
		t.Run(name, func(t *testing.T) {
			file := write(t, dir, FileName, text)
			got, err := Load(file, known)
			if err != nil {
				t.Fatal(err)
			}
			want := Default(dir)
			want.File = file
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The files in docs/configuration.md are what readers copy.
func TestTheFilesInTheDocsLoad(t *testing.T) {
	page, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	files := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllSubmatch(page, -1)
	if len(files) < 3 {
		t.Fatalf("the page has %d files", len(files))
	}
	dir := t.TempDir()
	for _, name := range []string{"migrations/default/1.sql", "cmd/migrate/main.go", "testdata/seed.db"} {
		write(t, dir, name, "")
	}
	for _, m := range files {
		if bytes.Contains(m[1], []byte("[[quarantined]]")) {
			continue // a list of package quarantine's
		}
		if _, err := parse(m[1], dir, known); err != nil {
			t.Errorf("%s\n%v", m[1], err)
		}
	}
}

func TestThousandsOfAliasesLoad(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "schema.sql", "")
	c, err := parse(manyAliases(3_000), dir, known)
	if err != nil || len(c.Databases) != 3_000 {
		t.Fatalf("%d databases, error %v", len(c.Databases), err)
	}
}

func BenchmarkLoadTenThousandAliases(b *testing.B) {
	dir := b.TempDir()
	write(b, dir, "schema.sql", "")
	text := manyAliases(10_000)
	for b.Loop() {
		if _, err := parse(text, dir, known); err != nil {
			b.Fatal(err)
		}
	}
}

// manyAliases is a file with n databases.
func manyAliases(n int) []byte {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "[database.tenant%d]\nbackend = 'sqlite'\nsql = ['*.sql']\nenv = ['DSN_%d={path}']\n", i, i)
	}
	return []byte(text.String())
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("name = 'shop'\n[database.default]\nbackend = 'sqlite'\nenv = ['A={path}?x={{y}}']\n"))
	f.Add([]byte("[[override]]\nfilter = \"name == \\\"x\\\" and nme\"\n"))
	f.Add([]byte("override = [{filter = 'x'}, {filter = '''\nnot\n'''}]\nenv.'a b' = 1"))
	f.Add([]byte("database = {a = {backend = 'postgres'}}"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		_, err := parse(text, dir, known)
		if err == nil {
			return
		}
		e := err.(*Error)
		if e.Line < 0 || e.Line > 1+strings.Count(string(text), "\n") || e.Text == "" {
			t.Errorf("parse(%q): %+v", text, e)
		}
	})
}

func filter(t *testing.T, text string) *Filter {
	t.Helper()
	f, err := ParseFilter(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
