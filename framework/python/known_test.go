package python_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/framework/python"
)

func TestFilesAboveTheFolderCountWherePytestReadsThem(t *testing.T) {
	root := write(t, map[string]string{"conftest.py": "", "tests/test_it.py": "def test_a(): pass\n"})
	dir := filepath.Join(root, "tests")
	stamp := func(within string) string {
		f := open(t, dir, func(o *python.Options) { o.Within = within })
		stamp, err := f.Stamp()
		if err != nil {
			t.Fatal(err)
		}
		return stamp
	}
	alone, whole := stamp(""), stamp(root)
	if err := os.WriteFile(filepath.Join(root, "conftest.py"), []byte("import os\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if stamp("") != alone {
		t.Error("a file above counts")
	}
	if stamp(root) == whole {
		t.Error("a file above does not count")
	}
}
