package invocation

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTheFrameworkIsFoundByWhatIsInTheFolder(t *testing.T) {
	cases := map[string]struct {
		files    map[string]string
		want     string
		settings bool
	}{
		"nothing":                            {files: nil, want: "go"},
		"files of tests":                     {files: map[string]string{"tests/test_a.py": ""}, want: "unittest"},
		"manage.py":                          {files: map[string]string{"manage.py": "", "test_a.py": ""}, want: "django"},
		"pytest.ini":                         {files: map[string]string{"pytest.ini": ""}, want: "pytest"},
		"a conftest.py":                      {files: map[string]string{"conftest.py": "", "test_a.py": ""}, want: "pytest"},
		"a table in pyproject.toml":          {files: map[string]string{"pyproject.toml": "[project]\n[tool.pytest.ini_options]\n"}, want: "pytest"},
		"a table of pytest 9's":              {files: map[string]string{"pyproject.toml": "[tool.pytest]\n"}, want: "pytest"},
		"a file of pytest 9's":               {files: map[string]string{"pytest.toml": ""}, want: "pytest"},
		"a section in tox.ini":               {files: map[string]string{"tox.ini": "[tox]\r\n\r\n[pytest]\r\n"}, want: "pytest"},
		"a section in setup.cfg":             {files: map[string]string{"setup.cfg": "[tool:pytest]\n"}, want: "pytest"},
		"pytest configured, and manage.py":   {files: map[string]string{"manage.py": "", "pytest.ini": ""}, want: "pytest"},
		"a tox.ini of others":                {files: map[string]string{"tox.ini": "[tox]\n", "test_a.py": ""}, want: "unittest"},
		"files of another tool's":            {files: map[string]string{"pyproject.toml": "[tool.black]\n", "manage.py": ""}, want: "django"},
		"a Go module":                        {files: map[string]string{"go.mod": ""}, want: "go"},
		"a Go module with a conftest.py":     {files: map[string]string{"go.mod": "", "conftest.py": ""}, want: "go"},
		"a conftest.py in a folder of tests": {files: map[string]string{"tests/conftest.py": "", "tests/test_a.py": ""}, want: "unittest"},

		"pytest configured above":         {files: map[string]string{"../pytest.ini": "", "test_a.py": ""}, want: "pytest"},
		"that, and no tests":              {files: map[string]string{"../setup.cfg": "[tool:pytest]\n"}, want: "pytest"},
		"that, and manage.py":             {files: map[string]string{"../pytest.ini": "", "manage.py": ""}, want: "django"},
		"that, and settings":              {files: map[string]string{"../pytest.ini": "", "test_a.py": ""}, settings: true, want: "django"},
		"that, outside of the repository": {files: map[string]string{"../pytest.ini": "", ".git": "", "test_a.py": ""}, want: "unittest"},
		"a conftest.py above":             {files: map[string]string{"../conftest.py": "", "test_a.py": ""}, want: "unittest"},

		"files of tests, and settings":         {files: map[string]string{"tests/test_a.py": ""}, settings: true, want: "django"},
		"pytest configured, and settings":      {files: map[string]string{"pytest.ini": ""}, settings: true, want: "pytest"},
		"Django's own suite, and settings":     {files: map[string]string{"runtests.py": "", "../django/__init__.py": ""}, settings: true, want: "runtests"},
		"a checkout of Django":                 {files: map[string]string{"tests/runtests.py": "", "django/__init__.py": "", "tests/basic/tests.py": ""}, want: "runtests"},
		"a Go module, and settings":            {files: map[string]string{"go.mod": ""}, settings: true, want: "go"},
		"a reusable app's runtests.py":         {files: map[string]string{"runtests.py": "", "app/tests/tests/test_a.py": ""}, want: "unittest"},
		"a suite below":                        {files: map[string]string{"tests/manage.py": "", "tests/app/tests.py": ""}, want: "go"},
		"a script that calls a runner":         {files: map[string]string{"runtests.py": "from django.test.runner import DiscoverRunner\nDiscoverRunner().run_tests([])\n"}, want: "django"},
		"a script that calls Django's command": {files: map[string]string{"run_tests.py": "from django.core.management import call_command\ncall_command('test')\n", "tests/test_a.py": ""}, want: "django"},
		"a script that calls pytest":           {files: map[string]string{"runtests.py": "import django, pytest\npytest.main()\n", "tests/test_a.py": ""}, want: "unittest"},
		"a tox.ini that has Django run tests":  {files: map[string]string{"tox.ini": "[testenv]\ncommands = django-admin test\nsetenv =\n  DJANGO_SETTINGS_MODULE = tests.settings\n", "tests/settings.py": "", "tests/test_a.py": ""}, want: "django"},
		"a tox.ini that has unittest do so":    {files: map[string]string{"tox.ini": "[testenv]\ncommands = python -m unittest\nsetenv =\n  DJANGO_SETTINGS_MODULE = tests.settings\n", "tests/settings.py": "", "tests/test_a.py": ""}, want: "unittest"},
		"another project's runtests.py alone":  {files: map[string]string{"runtests.py": "", "tests/test_a.py": ""}, want: "unittest"},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "suite")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			for file, text := range tt.files {
				path := filepath.Join(dir, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got := Detected(dir, tt.settings); got != tt.want {
				t.Errorf("Detected(%v, %t) = %q, want %q", tt.files, tt.settings, got, tt.want)
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
