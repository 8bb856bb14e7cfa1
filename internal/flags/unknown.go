package flags

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ptr-project/ptr/internal/console"
)

// Unknown is an error of c's flags with a way out. Of a flag that there is not it is what
// ptr has in its place, if another runner calls it so, or one that is written alike.
func Unknown(c *cobra.Command, err error) error {
	hint := c.CommandPath() + " --help shows the flags that there are"
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return console.Usage(err, hint)
	}
	name := missing.GetSpecifiedShortnames()
	if name == "" {
		name = missing.GetSpecifiedName()
	}
	name, _, _ = strings.Cut(name, "=")
	if ours := inOurWords(c, name); ours != "" {
		return console.Usage(err, ours)
	}
	if like := alike(c, name); like != "" {
		return console.Usage(err, "did you mean --"+like+"? "+hint)
	}
	if c.Flags().Lookup("tags") != nil { // it may have tests in Go
		hint += "; one of the tests themselves comes behind -args"
	}
	return console.Usage(err, hint)
}

// flagNames finds flags in a text.
var flagNames = regexp.MustCompile(`--([a-z][a-z-]*)`)

// inOurWords is what ptr has for a flag of another runner; "" if c has no such thing.
func inOurWords(c *cobra.Command, name string) string {
	for _, w := range words() {
		if !slices.Contains(w.names, name) {
			continue
		}
		if flag := flagNames.FindStringSubmatch(w.ours); strings.HasPrefix(w.ours, "--") && c.Flags().Lookup(flag[1]) == nil {
			return ""
		}
		return w.ours
	}
	return ""
}

// alike is the flag of c whose name is written most like name, if it is at most one letter
// in four that differs; "" if there is none.
func alike(c *cobra.Command, name string) string {
	best, least := "", len(name)/4
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if d := distance(name, f.Name); d <= least && !f.Hidden && (best == "" || d < distance(name, best)) {
			best = f.Name
		}
	})
	return best
}

// distance is how many letters have to be put in, left out or changed to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			differs := 1
			if a[i] == b[j] {
				differs = 0
			}
			before, row[j+1] = row[j+1], min(before+differs, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
