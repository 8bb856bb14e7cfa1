package invocation

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the files that are made from tables")

// docs/go-test-flags.md is made from the table that ptr itself obeys. After a
// change: go test ./internal/invocation -update.
func TestTheTableOfFlagsInTheDocsIsTheOneInForce(t *testing.T) {
	const file = "../../docs/go-test-flags.md"
	want := flagsPage()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s (-table +file):\n%s", file, diff)
	}
}

func flagsPage() string {
	var page strings.Builder
	page.WriteString(`# Flags of ` + "`go test`" + `

` + "`ptr run`" + ` takes them with one dash, as Go users type them, or with two. *Same* means what it means there, *mapped* means
another flag of ptr or nearly the same, *refused* ends ptr with exit status 2 and the reason that stands here.

Flags of the build, such as ` + "`-tags`" + `, are not remembered from one command to the next: ` + "`ptr replay`, `ptrbisect` and `ptr run --rerun-failed`" + ` take them anew, and what ptr prints to be
typed next has them, with what followed ` + "`-args`" + `. What all of a suite's commands need is said once, in ` + "`ptr.toml`: `GOFLAGS = \"-tags=integration\"` below `[env]`" + `.

| flag | fate | what it does, or why not |
| --- | --- | --- |
`)
	for _, f := range goFlags {
		fmt.Fprintf(&page, "| `-%s` | %s | %s |\n", f.Name, f.Fate, strings.ReplaceAll(f.Why, "|", `\|`))
	}
	return page.String()
}

// Every flag that `go help` lists has a fate.
func TestEveryFlagOfGoTestHasAFate(t *testing.T) {
	for _, topic := range []string{"test", "testflag", "build"} {
		for _, name := range helpFlags(t, topic) {
			if _, ok := goFlag(name); !ok {
				t.Errorf("go help %s lists -%s, which has no fate", topic, name)
			}
		}
	}
}
