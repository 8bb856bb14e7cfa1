package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts run this very binary as ptrbisect.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ptrbisect": main})
}

// What users type is tested by typing it.
func TestScripts(t *testing.T) {
	caches := goEnv(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status},
		Setup: func(env *testscript.Env) error {
			module, err := filepath.Abs(filepath.Join("..", ".."))
			if err != nil {
				return err
			}
			env.Vars = append(env.Vars, caches...)
			env.Vars = append(env.Vars, "CI=true", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "PATH="+os.Getenv("PATH"),
				"HOME="+env.WorkDir, "GORACE=atexit_sleep_ms=0", "MODULE="+module)
			return copyTree(filepath.Join(module, "examples", "pitfalls"), filepath.Join(env.WorkDir, "pitfalls"))
		},
	})
}

// copyTree copies a suite, so that the history of its searches is not anybody's.
func copyTree(from, to string) error { return os.CopyFS(to, os.DirFS(from)) }

// status is the command of scripts that runs another and wants its exit status.
func status(script *testscript.TestScript, _ bool, args []string) {
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

// goEnv are settings of the go command, which the scripts share with us so that
// they do not build everything anew.
func goEnv(t *testing.T, names ...string) []string {
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
