package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ptr-project/ptr/internal/scripttest"
)

// The scripts run this very binary as ptr.
func TestMain(m *testing.M) {
	scripttest.Main(m, "ptr", main)
}

// What users type is tested by typing it: one script for each theme in
// testdata/script.
func TestScripts(t *testing.T) {
	caches := scripttest.GoEnv(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": scripttest.Status},
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
				"PROJECT="+filepath.Join(module, "framework", "python", "testdata", "clinic"),
				"SMALL_MEMORY="+filepath.Join(module, "cmd", "ptr", "testdata", "small-memory.sh"))
			return err
		},
	})
}
