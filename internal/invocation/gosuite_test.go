package invocation

import (
	"strings"
	"testing"
)

func TestRunPatternLetsSubtestsThrough(t *testing.T) {
	for labels, want := range map[string]string{
		"orders.TestA":               "",
		"orders.TestA/x":             "^TestA$/^x$",
		"m.com/o.TestA/x.y/z TestB":  `^TestA$/^x\.y$/^z$|^TestB$`,
		"m.com/Tests.io/o.TestA/Tes": "^TestA$/^Tes$",
	} {
		if got := runPattern(strings.Fields(labels)); got != want {
			t.Errorf("runPattern(%s) = %q, want %q", labels, got, want)
		}
	}
}
