// Package scripttest has what the scripts that type commands have in common.
package scripttest

import (
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Status is the command of scripts that runs another and wants its exit status:
//
//	status 2 ptr run --order random
func Status(script *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		script.Fatalf("usage: status N command [arguments]")
	}
	got := "0"
	if err := script.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			script.Fatalf("%v: %v", args[1:], err)
		}
		got = strconv.Itoa(exit.ExitCode())
	}
	if got != args[0] {
		script.Fatalf("%v: exit status %s, want %s", args[1:], got, args[0])
	}
}

// GoEnv are settings of the go command, as NAME=VALUE, which scripts share with us so
// that they do not build everything anew.
func GoEnv(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for i, value := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		pairs = append(pairs, names[i]+"="+value)
	}
	return pairs
}
