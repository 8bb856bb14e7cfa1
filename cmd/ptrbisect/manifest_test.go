package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/suite"
)

// A pitfall is what the manifest says of a test; nothing that searches may read it.
type pitfall struct {
	ID, Kind string
	Partners []string
	Source   string
}

// What becomes of them in the words of package bisect.
var kinds = map[string]string{
	"victim-of-row": "victim", "victim-of-variable": "victim", "victim-of-environment": "victim", "needs-both": "victim",
	"brittle": "brittle", "accumulation": "accumulation",
}

func TestEveryPitfallIsExplained(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "examples", "pitfalls"))); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "manifest.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Test []pitfall }
	if err := toml.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, p := range manifest.Test {
		if kinds[p.Kind] == "" {
			continue
		}
		explained[p.Kind] = true
		t.Run(p.Kind, func(t *testing.T) { explains(t, dir, p, manifest.Test) })
	}
	if len(explained) != len(kinds) {
		t.Errorf("the manifest has %v only", explained)
	}
}

func explains(t *testing.T, dir string, p pitfall, all []pitfall) {
	pkg := p.ID[len("example.com/pitfalls/"):strings.LastIndexByte(p.ID, '.')]
	var out, failed bytes.Buffer
	status := ptrbisect([]string{"-C", dir, "--failing", p.ID, "--json", "-", "./" + pkg}, strings.NewReader(""), &out, &failed)
	if status != 0 {
		t.Fatalf("status %d\n%s%s", status, out.String(), failed.String())
	}
	var answers []app.Answer
	if json.Unmarshal(out.Bytes(), &answers) != nil || len(answers) != 1 {
		t.Fatalf("it said\n%s", out.String())
	}
	a := answers[0]
	if string(a.Finding.Kind) != kinds[p.Kind] {
		t.Errorf("it is said to be %q, want %q\n%s", a.Finding.Kind, kinds[p.Kind], out.String())
	}
	var named []string
	for _, c := range a.Finding.Causes {
		named = append(named, names(c.Tests)...)
	}
	named = append(named, names(a.Finding.Among)...)
	slices.Sort(named)
	if want := guilty(p, all); !slices.Equal(named, want) {
		t.Errorf("%v are named, want %v", named, want)
	}
	if len(a.Evidence) == 0 || len(a.Evidence[0].Left) == 0 {
		t.Errorf("nothing is said to be left behind:\n%s", out.String())
	}
}

// guilty are the partners that do something to p: not its cleaners.
func guilty(p pitfall, all []pitfall) []string {
	var ids []string
	for _, q := range all {
		if slices.Contains(p.Partners, q.ID) && q.Kind != "cleaner" {
			ids = append(ids, q.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func names(ids []suite.ID) []string {
	var all []string
	for _, id := range ids {
		all = append(all, string(id))
	}
	return all
}
