//go:build unix

// Package examples_test checks that the pitfalls are what their manifest says.
package examples_test

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// either is the outcome that is pass or fail, from one time to the next.
const either = "either"

// A pitfall is one test of the manifest.
type pitfall struct {
	ID       string
	Kind     string
	Partners []string
	Left     []string // by the partners: a table, a package variable, an environment variable
	Alone    string
	Source   string
	Reversed string
	Cause    string
	Rate     []float64
	Steady   bool
	Provoked []string
	Endures  []string
	After    []company
}

// A company is the tests that ran before another, and how that came out.
type company struct {
	Tests   []string
	Outcome string
}

func (p pitfall) pkg() string  { return p.ID[:strings.LastIndexByte(p.ID, '.')] }
func (p pitfall) name() string { return name(p.ID) }

func name(id string) string { return id[strings.LastIndexByte(id, '.')+1:] }

func readManifest(t *testing.T) []pitfall {
	t.Helper()
	f, err := os.Open("pitfalls/manifest.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var manifest struct{ Test []pitfall }
	if err := toml.NewDecoder(f).DisallowUnknownFields().Decode(&manifest); err != nil {
		t.Fatal(err)
	}
	return manifest.Test
}

// kinds are the ways of going wrong of which there is at least one test each.
var kinds = []string{
	"innocent", "polluter", "victim-of-row", "victim-of-variable", "victim-of-environment", "brittle", "state-setter",
	"cleaner", "needs-both", "accumulation", "neighbours", "nondeterministic", "panic", "panic-in-goroutine", "exit-0",
	"exit-3", "hang", "leaks-file", "leaks-goroutine", "leaks-process", "re-exec", "gigantic-output", "invalid-utf8",
	"forged-pass", "closed-stdout", "provoked",
}

func TestManifestHasEveryKind(t *testing.T) {
	found := map[string]bool{}
	for _, p := range readManifest(t) {
		found[p.Kind] = true
	}
	got, want := slices.Sorted(maps.Keys(found)), slices.Sorted(slices.Values(kinds))
	if !slices.Equal(got, want) {
		t.Errorf("kinds %q, want %q", got, want)
	}
}

// Whom a test accuses, knows of it; and everybody named exists.
func TestPartnersKnowEachOther(t *testing.T) {
	manifest := readManifest(t)
	partners := map[string][]string{}
	for _, p := range manifest {
		partners[p.ID] = p.Partners
	}
	for _, p := range manifest {
		for _, other := range p.Partners {
			if !slices.Contains(partners[other], p.ID) {
				t.Errorf("%s names %s, which does not name it", p.ID, other)
			}
		}
		for _, after := range p.After {
			for _, id := range after.Tests {
				if _, ok := partners[id]; !ok {
					t.Errorf("%s: no such test: %s", p.ID, id)
				}
			}
		}
	}
}

func listsEveryTest(t *testing.T, manifest []pitfall, binaries map[string]binary) {
	var got, want []string
	for _, p := range manifest {
		got = append(got, p.ID)
	}
	for pkg, binary := range binaries {
		for _, test := range binary.list(t) {
			want = append(want, pkg+"."+test)
		}
	}
	byPackage := func(a, b string) int {
		return cmp.Compare(pitfall{ID: a}.pkg(), pitfall{ID: b}.pkg()) // stable: source order within
	}
	slices.SortStableFunc(got, byPackage)
	slices.SortStableFunc(want, byPackage)
	if !slices.Equal(got, want) {
		t.Errorf("manifest %q, module %q", got, want)
	}
}
