package flags

import (
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

func run() *cobra.Command {
	o := &invocation.Options{}
	c := &cobra.Command{Use: "run"}
	for _, add := range []func(){
		func() { Suite(c.Flags(), o) }, func() { Select(c.Flags(), o) }, func() { Run(c.Flags(), o) },
		func() { Go(c.Flags(), o) }, func() { Python(c.Flags(), o) },
	} {
		add()
	}
	return c
}

func TestUnknownFlagsHaveAWayOut(t *testing.T) {
	tests := map[string]struct{ typed, want string }{
		"pytest's":             {"--lf", "--rerun-failed runs"},
		"with a value":         {"--maxfail=2", "--fail-fast=N stops"},
		"letters":              {"-sv", "--verbose shows"},
		"written alike":        {"--rase", "did you mean --race?"},
		"letters left out":     {"--rerun-faild", "did you mean --rerun-failed?"},
		"one of the tests":     {"-dsn=x", "run --help shows the flags that there are; one of the tests themselves comes behind -args"},
		"one like nothing":     {"--nosuchthing", "run --help shows"},
		"Django's":             {"--bisect", "ptrbisect --failing TEST"},
		"a value that is none": {"--fail-fast=x", "run --help shows"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := run()
			err := c.Flags().Parse([]string{tt.typed})
			var said *console.Error
			if !errors.As(Unknown(c, err), &said) || !strings.HasPrefix(said.Hint, tt.want) {
				t.Errorf("Unknown(%s) = %+v, want a hint that begins with %q", tt.typed, said, tt.want)
			}
		})
	}
}

// A hint that names a flag which there is not helps nobody, and a word that is ptr's own is never looked up.
func TestWordsOfOthersLeadToFlagsOfOurs(t *testing.T) {
	c := run()
	seen := map[string]bool{}
	for _, w := range words() {
		for _, name := range w.names {
			if c.Flags().Lookup(name) != nil || len(name) == 1 && c.Flags().ShorthandLookup(name) != nil {
				t.Errorf("%s is a flag of ptr run", name)
			}
			if seen[name] {
				t.Errorf("%s is there twice", name)
			}
			seen[name] = true
		}
		if strings.HasPrefix(w.ours, "ptrbisect") {
			continue
		}
		for _, found := range flagNames.FindAllStringSubmatch(w.ours, -1) {
			if c.Flags().Lookup(found[1]) == nil {
				t.Errorf("%q names --%s, which ptr run has not", w.ours, found[1])
			}
		}
	}
}

func TestDistanceIsASymmetricNumberOfLetters(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"race", "rase", 1}, {"race", "", 4}, {"faild", "failed", 1}, {"kitten", "sitting", 3}} {
		if there, back := distance(tt.a, tt.b), distance(tt.b, tt.a); there != tt.want || back != tt.want {
			t.Errorf("distance(%q, %q) = %d, and back %d, want %d", tt.a, tt.b, there, back, tt.want)
		}
	}
}
