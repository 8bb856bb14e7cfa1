package invocation

import (
	"os/exec"
	"regexp"
	"testing"
)

// helpFlags are the flags that `go help TOPIC` describes: those at the
// beginning of an indented line.
func helpFlags(t *testing.T, topic string) []string {
	t.Helper()
	text, err := exec.Command("go", "help", topic).Output()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^\t-([a-zA-Z]+)\b`).FindAllSubmatch(text, -1) {
		names = append(names, string(m[1]))
	}
	if len(names) == 0 {
		t.Fatalf("go help %s lists no flags", topic)
	}
	return names
}
