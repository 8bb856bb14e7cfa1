package perturb

import (
	"fmt"
	"strings"
)

// locale sets the variables that name one. A program in C, or Python's module locale,
// falls back to "C" where the machine doesn't have it.
func locale() Perturbation {
	return Perturbation{
		Name: "locale", Does: "runs the suite in the locale tr_TR.UTF-8, in which i and I are letters apart",
		Means:  "the locale of the machine",
		Values: "a locale, such as de_DE.UTF-8", Usual: "tr_TR.UTF-8",
		Check: func(value string) error {
			if value == "" || strings.ContainsAny(value, " /\x00") {
				return fmt.Errorf("%q is not the name of a locale", value)
			}
			return nil
		},
		Lacks: func(g Ground) string {
			if g.System == "windows" {
				return "programs on Windows ask the system for its locale, not variables"
			}
			return ""
		},
		Env: func(value string, _ uint64) []string {
			language, _, _ := strings.Cut(value, ".")
			return []string{"LC_ALL=" + value, "LANG=" + value, "LANGUAGE=" + language}
		},
	}
}
