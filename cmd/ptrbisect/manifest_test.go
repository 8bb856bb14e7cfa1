package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/internal/app/culprits"
	"github.com/ptr-project/ptr/suite"
)

// A pitfall is what the manifest says of a test; nothing that searches may read it.
type pitfall struct {
	ID, Kind string
	Partners []string
	Left     []string
	Source   string
}

// What becomes of them in the words of package bisect.
var kinds = map[string]string{
	"victim-of-row": "victim", "victim-of-variable": "victim", "victim-of-environment": "victim", "needs-both": "victim",
	"brittle": "brittle", "accumulation": "accumulation",
}

// What is printed of them, in an order of its own.
var says = map[string][]string{
	"victim-of-row":         {` makes .* fail `, `left behind +table .* rows? (added, by INSERT|changed, by UPDATE) at `, `through +the database: in a process of its own it fails 3 of 3`},
	"victim-of-variable":    {` makes .* fail `, `left behind +variable `, `through +the process`},
	"victim-of-environment": {` makes .* fail `, `left behind +environment `, `through +the process`},
	"needs-both": {`together make .* fail `, `which matters +putting any of these back cures it, so that it takes all of them: variable`,
		`again +ptr run --workers 1 -C .* (--order file:.*/.ptr/orders/[0-9a-f]+.txt )?--test needsboth`},
	"brittle":      {` fails alone, and passes after `, `which matters +putting that back makes it fail`},
	"accumulation": {`fails after any 10 of these`, `left behind +10 tests, such as accumulation.TestVisit.*: table accumulation_visits of default: one row added, by INSERT at accumulation_test.go:`},
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
	answer := filepath.Join(t.TempDir(), "answer.json")
	var out, failed bytes.Buffer
	status := ptrbisect([]string{"-C", dir, "--failing", p.ID, "--json", answer, "./" + pkg}, strings.NewReader(""), &out, &failed)
	if status != 0 {
		t.Fatalf("status %d\n%s%s", status, out.String(), failed.String())
	}
	for _, want := range says[p.Kind] {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
	text, err := os.ReadFile(answer)
	if err != nil {
		t.Fatal(err)
	}
	var answers []culprits.Answer
	if json.Unmarshal(text, &answers) != nil || len(answers) != 1 {
		t.Fatalf("the file says\n%s", text)
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
	named = slices.Compact(named) // those of an accumulation's cause are among the others
	if want := guilty(p, all); !slices.Equal(named, want) {
		t.Errorf("%v are named, want %v", named, want)
	}
	for _, test := range named {
		if !strings.Contains(out.String(), strings.TrimPrefix(test, "example.com/pitfalls/")) {
			t.Errorf("%s is not named to people:\n%s", test, out.String())
		}
	}
	for _, e := range a.Evidence {
		accounts(t, e, p)
	}
	if len(a.Evidence) == 0 {
		t.Errorf("there is no evidence:\n%s", out.String())
	}
}

// accounts checks that evidence names what the manifest does, and by which way it goes.
func accounts(t *testing.T, e culprits.Evidence, p pitfall) {
	var matters []string
	way := evidence.ByProcess
	for _, thing := range e.Weighed.Matters {
		if thing.Kind == suite.ThingDatabase {
			way = evidence.ByDatabase
			matters = append(matters, thing.Name)
			continue
		}
		matters = append(matters, thing.String())
	}
	slices.Sort(matters)
	if !slices.Equal(matters, p.Left) {
		t.Errorf("%v is said to matter, want %v: %+v", matters, p.Left, e)
	}
	if e.Weighed.Through != way {
		t.Errorf("it is said to go through the %s, want the %s: %+v", e.Weighed.Through, way, e.Weighed)
	}
	for _, l := range e.Left {
		if l.Thing.Kind == suite.ThingDatabase && slices.Contains(matters, l.Thing.Name) && len(l.By) == 0 {
			t.Errorf("no statement is said to have written %s", l)
		}
	}
	if way == evidence.ByDatabase && e.Differs == nil {
		t.Error("no statement of it is said to differ")
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
