package gotest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/framework/gotest"
)

// The second build finds every binary up to date, and the names that it has
// given them for the go command's sake are names of the same files.
func TestABuildLeavesNothingInTheStage(t *testing.T) {
	o := openZoo(t).options
	o.BinDir = t.TempDir()
	for range 2 {
		fw, err := gotest.New(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fw.List(t.Context(), []string{"./ordinary"}); err != nil {
			t.Fatal(err)
		}
		staged, err := filepath.Glob(filepath.Join(o.BuildDir, "*", "stage", "*"))
		if err != nil || len(staged) > 0 {
			t.Errorf("left in the stage: %q, %v", staged, err)
		}
		if built, err := os.ReadDir(o.BinDir); err != nil || len(built) == 0 {
			t.Errorf("binaries: %v, %v", built, err)
		}
	}
}
