package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ptr-project/ptr/internal/scripttest"
)

// The scripts run this very binary as ptrbisect.
func TestMain(m *testing.M) {
	scripttest.Main(m, "ptrbisect", main)
}

// What users type is tested by typing it.
func TestScripts(t *testing.T) {
	caches := scripttest.GoEnv(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": scripttest.Status},
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
