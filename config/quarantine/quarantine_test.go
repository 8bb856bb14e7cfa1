package quarantine_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/config/quarantine"
	"github.com/ptr-project/ptr/suite"
)

// What is saved is read again, whatever names and reasons there are.
func TestAListIsReadAsItWasSaved(t *testing.T) {
	file := filepath.Join(t.TempDir(), quarantine.FileName)
	text := rapid.StringMatching(`[ -~äß\t\n]{1,20}`)
	rapid.Check(t, func(rt *rapid.T) {
		var l quarantine.List
		for range rapid.IntRange(0, 4).Draw(rt, "entries") {
			day := time.Date(2026, 1, 1+rapid.IntRange(0, 4000).Draw(rt, "day"), 0, 0, 0, 0, time.Local)
			l = l.With(quarantine.Entry{Test: suite.ID(text.Draw(rt, "test")), Reason: text.Draw(rt, "reason"), Until: day})
		}
		if err := l.Save(file); err != nil {
			rt.Fatal(err)
		}
		got, err := quarantine.Load(file)
		if diff := cmp.Diff(l, got); err != nil || diff != "" && len(l)+len(got) > 0 {
			rt.Fatalf("%v (-saved +read):\n%s", err, diff)
		}
	})
}

// The list in docs/configuration.md is what readers copy.
func TestTheListInTheDocsLoads(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "```toml\n[[quarantined]]")
	text, _, _ := strings.Cut(rest, "```")
	file := filepath.Join(t.TempDir(), quarantine.FileName)
	if err := os.WriteFile(file, []byte("[[quarantined]]"+text), 0o644); err != nil {
		t.Fatal(err)
	}
	if l, err := quarantine.Load(file); err != nil || len(l) != 1 || !found {
		t.Errorf("%v, %v; the page has one entry", l, err)
	}
}

func TestAnEntryHoldsToTheEndOfItsDay(t *testing.T) {
	e := quarantine.Entry{Until: time.Date(2026, 3, 28, 0, 0, 0, 0, time.Local)}
	if !e.Holds(time.Date(2026, 3, 28, 23, 59, 59, 0, time.Local)) || e.Holds(time.Date(2026, 3, 29, 0, 0, 0, 0, time.Local)) {
		t.Error("an entry until March 28 must hold until midnight")
	}
}

func TestAMalformedListIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"[[quarantined]]\nreason = \"x\"\nuntil = 2026-01-01\n":                                  "entry 1 has no test",
		"[[quarantined]]\ntest = \"a\"\nuntil = 2026-01-01\n":                                    "a has no reason",
		"[[quarantined]]\ntest = \"a\"\nreason = \"x\"\n":                                        "a has no date",
		"[[quarantined]]\ntest = \"a\"\nreason = \"x\"\nuntil = \"soon\"\n":                      ":4:9",
		"[[quarantined]]\ntest = \"a\"\nreason = \"x\"\nuntil = 2026-01-01\nfor = 3\n":           `:5:1: unknown key "quarantined.for"`,
		strings.Repeat("[[quarantined]]\ntest = \"a\"\nreason = \"x\"\nuntil = 2026-01-01\n", 2): "a is there twice",
	} {
		file := filepath.Join(t.TempDir(), quarantine.FileName)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := quarantine.Load(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
