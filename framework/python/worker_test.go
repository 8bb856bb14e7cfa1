package python_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The worker has tests of its own, in Python: they drive it by transcripts.
func TestTheWorkerPassesItsOwnTests(t *testing.T) {
	const dir = "testdata/worker_tests"
	files, err := filepath.Glob(filepath.Join(dir, "test_*.py"))
	if err != nil || len(files) == 0 {
		t.Fatalf("tests of the worker: %v, %v", files, err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".py"), func(t *testing.T) {
			t.Parallel()
			c := exec.Command("/usr/bin/python3", "-m", "unittest", "discover", "-s", dir, "-p", name)
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
