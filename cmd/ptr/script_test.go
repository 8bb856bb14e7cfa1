package main

import (
	"os"
	"os/exec"
	"path/filepath"
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
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, caches...)
			env.Vars = append(env.Vars, "CI=true", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "PATH="+os.Getenv("PATH"))
			shop, err := filepath.Abs(filepath.Join("..", "..", "examples", "shop"))
			env.Vars = append(env.Vars, "SHOP="+shop)
			return err
		},
	})
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
