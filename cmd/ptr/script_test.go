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

// The scripts run this very binary as ptr.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ptr": main})
}

// What users type is tested by typing it: one script for each theme in
// testdata/script.
func TestScripts(t *testing.T) {
	caches := goEnv(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Geteuid() == 0, nil
			case "pytest":
				return exec.Command("/usr/bin/python3", "-c", "import pytest").Run() == nil, nil
			case "old-servers": // Debian 12's
				_, err := os.Stat("/usr/lib/postgresql/15/bin/postgres")
				_, missing := exec.LookPath("mariadbd")
				return err == nil && missing == nil, nil
			}
			return false, nil
		},
		Setup: func(env *testscript.Env) error {
			cache, err := os.UserCacheDir()
			if err != nil {
				return err
			}
			// What serves all suites is made once for all scripts.
			env.Setenv("HOME", filepath.Join(cache, "ptr-test"))
			env.Vars = append(env.Vars, caches...)
			env.Vars = append(env.Vars, "CI=true", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "PATH="+os.Getenv("PATH"))
			env.Vars = append(env.Vars, "GORACE=atexit_sleep_ms=0") // or each command takes a second to end
			module, err := filepath.Abs(filepath.Join("..", ".."))
			env.Vars = append(env.Vars, "PTR_MODULE="+module, "SHOP="+filepath.Join(module, "examples", "shop"),
				"PROJECT="+filepath.Join(module, "framework", "python", "testdata", "clinic"))
			return err
		},
	})
}

// status is the command of scripts that runs another and wants its exit status:
//
//	status 2 ptr run --order random
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
