package bisect

import (
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// summary tells in a few words what a round has shown.
func summary(readings []reading) string {
	var all suite.Count
	other, died := 0, 0
	for _, r := range readings {
		for _, c := range r.checks {
			all.Add(c.verdict)
			if c.verdict == unresolved {
				other++
			}
		}
		if r.died >= 0 {
			died++
		}
	}
	parts := []string{fmt.Sprintf("fails %d of %d", all.Failed, all.Of())}
	if other > 0 {
		parts = append(parts, fmt.Sprintf("%d say nothing", other))
	}
	switch {
	case died == 1:
		parts = append(parts, "a process died")
	case died > 1:
		parts = append(parts, fmt.Sprintf("%d processes died", died))
	}
	return strings.Join(parts, ", ")
}

// endings tells how all tests of a round ended, where there is no victim.
func endings(trials [][]suite.Attempt) string {
	var all suite.Count
	for _, attempts := range trials {
		for _, a := range attempts {
			all.Add(suite.SayingOf(a))
		}
	}
	return fmt.Sprintf("%d of %d fail", all.Failed, all.Of())
}
