package app

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTheFrameworkIsFoundByWhatIsInTheFolder(t *testing.T) {
	cases := map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing":                            {nil, "go"},
		"files of tests":                     {map[string]string{"tests/test_a.py": ""}, "unittest"},
		"manage.py":                          {map[string]string{"manage.py": "", "test_a.py": ""}, "django"},
		"pytest.ini":                         {map[string]string{"pytest.ini": ""}, "pytest"},
		"a conftest.py":                      {map[string]string{"conftest.py": "", "test_a.py": ""}, "pytest"},
		"a table in pyproject.toml":          {map[string]string{"pyproject.toml": "[project]\n[tool.pytest.ini_options]\n"}, "pytest"},
		"a section in tox.ini":               {map[string]string{"tox.ini": "[tox]\r\n\r\n[pytest]\r\n"}, "pytest"},
		"a section in setup.cfg":             {map[string]string{"setup.cfg": "[tool:pytest]\n"}, "pytest"},
		"pytest configured, and manage.py":   {map[string]string{"manage.py": "", "pytest.ini": ""}, "pytest"},
		"a tox.ini of others":                {map[string]string{"tox.ini": "[tox]\n", "test_a.py": ""}, "unittest"},
		"files of another tool's":            {map[string]string{"pyproject.toml": "[tool.black]\n", "manage.py": ""}, "django"},
		"a Go module":                        {map[string]string{"go.mod": ""}, "go"},
		"a Go module with a conftest.py":     {map[string]string{"go.mod": "", "conftest.py": ""}, "go"},
		"a conftest.py in a folder of tests": {map[string]string{"tests/conftest.py": "", "tests/test_a.py": ""}, "unittest"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range tt.files {
				path := filepath.Join(dir, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got := Detected(dir); got != tt.want {
				t.Errorf("Detected(%v) = %q, want %q", tt.files, got, tt.want)
			}
		})
	}
}

func TestWhatIsBelowAFolderIsNamed(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"backend/manage.py", "services/orders/manage.py", ".venv/x/manage.py", "services/stock/go.mod",
		"src/books/tests.py", "tests/test_a.py", "docs/latest.py",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := suitesBelow(dir), []string{"backend", "services/orders", "services/stock"}; !slices.Equal(got, want) {
		t.Errorf("suitesBelow = %v, want %v", got, want)
	}
	if got, want := testFolders(dir), []string{"src", "tests"}; !slices.Equal(got, want) {
		t.Errorf("testFolders = %v, want %v", got, want)
	}
}
