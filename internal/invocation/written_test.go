package invocation

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ptr-project/ptr/config"
)

func TestSettingsThatAuthorsHaveWrittenAreFound(t *testing.T) {
	cases := map[string]struct {
		files map[string]string // all beside tests/settings.py
		want  written
	}{
		"nowhere":               {map[string]string{"tox.ini": "[testenv]\ncommands = pytest\n"}, written{}},
		"in an environment":     {map[string]string{"tox.ini": "setenv =\n    DJANGO_SETTINGS_MODULE = tests.settings\n"}, written{"tests.settings", "tox.ini", false}},
		"as a flag":             {map[string]string{"tox.ini": "commands = coverage run -m django test --settings=tests.settings {posargs}\n"}, written{"tests.settings", "tox.ini", true}},
		"as a flag and a word":  {map[string]string{"Makefile": "test:\n\tdjango-admin test --settings tests.settings\n"}, written{"tests.settings", "Makefile", true}},
		"in a session of nox":   {map[string]string{"noxfile.py": `session.run("django-admin", "test", env={"DJANGO_SETTINGS_MODULE": "tests.settings"})`}, written{"tests.settings", "noxfile.py", true}},
		"for one of several":    {map[string]string{"tox.ini": "    a: DJANGO_SETTINGS_MODULE = tests.settings\n    b: DJANGO_SETTINGS_MODULE = tests.other\n"}, written{"tests.settings", "tox.ini", false}},
		"and is not there":      {map[string]string{"tox.ini": "DJANGO_SETTINGS_MODULE = settings\n"}, written{}},
		"by another variable":   {map[string]string{"tox.ini": "coverage run -m pytest --ds={env:DJANGO_SETTINGS_MODULE}\n"}, written{}},
		"a package, after none": {map[string]string{"tox.ini": "DJANGO_SETTINGS_MODULE = gone\nDJANGO_SETTINGS_MODULE = ci\n", "ci/__init__.py": ""}, written{"ci", "tox.ini", false}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			dir := folderWith(t, tt.files)
			if got := settingsIn(dir); got != tt.want {
				t.Errorf("settingsIn(%v) = %v, want %v", tt.files, got, tt.want)
			}
		})
	}
}

func TestWrittenSettingsCountWhereNobodyElseNamesAny(t *testing.T) {
	t.Setenv("DJANGO_SETTINGS_MODULE", "")
	const tox = "setenv =\n    DJANGO_SETTINGS_MODULE = tests.settings\n"
	assigned := []string{"DJANGO_SETTINGS_MODULE=tests.settings"}
	typed := Options{}
	typed.Python.Settings = "mine"
	cases := map[string]struct {
		files map[string]string
		c     config.Config
		o     Options
		want  []string
	}{
		"a suite of unittest's":          {c: config.Config{Framework: "unittest"}, want: assigned},
		"one of pytest's":                {c: config.Config{Framework: "pytest"}, want: assigned},
		"pytest's part names some":       {files: map[string]string{"pyproject.toml": "[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = 'a'\n"}, c: config.Config{Framework: "pytest"}},
		"a project":                      {files: map[string]string{"manage.py": ""}, c: config.Config{Framework: "django"}},
		"they are typed":                 {c: config.Config{Framework: "django"}, o: typed},
		"they are in ptr.toml":           {c: config.Config{Framework: "django", Env: []string{"DJANGO_SETTINGS_MODULE=a"}}, want: []string{"DJANGO_SETTINGS_MODULE=a"}},
		"a suite in Go":                  {c: config.Config{Framework: "go"}},
		"Django's own, with its own way": {c: config.Config{Framework: "runtests"}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			tt.c.Dir = folderWith(t, tt.files)
			if err := os.WriteFile(filepath.Join(tt.c.Dir, "tox.ini"), []byte(tox), 0o644); err != nil {
				t.Fatal(err)
			}
			if got := withWrittenSettings(tt.c, tt.o).Env; !slices.Equal(got, tt.want) {
				t.Errorf("the environment is %q, want %q", got, tt.want)
			}
		})
	}
}

// folderWith has a tests/settings.py and these files.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(file, text string) {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("tests/settings.py", "")
	for file, text := range files {
		write(file, text)
	}
	return dir
}
