package invocation

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/python"
)

// A written module of Django's settings is one that the authors of a suite name where
// they say how it is run.
type written struct {
	module   string // "" if there is none
	file     string // that names it
	byDjango bool   // the file has Django run tests
}

// writings are the files in which authors say so, the likeliest first.
var writings = []string{"tox.ini", "setup.cfg", "pyproject.toml", "noxfile.py", "Makefile"}

// namings are the ways in which they do, in an environment and as a flag, and
// testCommands those of Django's to run tests.
var (
	namings      = regexp.MustCompile(`(?:` + python.SettingsVariable + `|--settings)["']?\s*[=:,]?\s*["']?([A-Za-z_]\w*(?:\.\w+)*)`)
	testCommands = regexp.MustCompile(`\b(?:django|django-admin|manage\.py)["']?,?\s+["']?test\b`)
)

// settingsIn is the first module that is named in dir, and is there.
func settingsIn(dir string) written {
	for _, file := range writings {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			continue
		}
		for _, found := range namings.FindAllSubmatch(text, -1) {
			path := filepath.Join(strings.Split(string(found[1]), ".")...)
			if exists(dir, path+".py") || exists(dir, path, "__init__.py") {
				return written{string(found[1]), file, testCommands.Match(text)}
			}
		}
	}
	return written{}
}

// withWrittenSettings has tests find what their authors' tools set for them, where
// nobody else has named settings: neither the user, nor a manage.py, nor pytest's part
// of the configuration.
func withWrittenSettings(c config.Config, o Options) config.Config {
	if !InPython(c.Framework) || c.Framework == string(python.Runtests) || o.Python.Settings != "" || namesSettings(c.Env) {
		return c
	}
	if exists(c.Dir, "manage.py") || strings.Contains(pytestsPart(c.Dir), python.SettingsVariable) {
		return c
	}
	if w := settingsIn(c.Dir); w.module != "" {
		c.Env = append(c.Env, w.assignment())
	}
	return c
}

func (w written) assignment() string { return python.SettingsVariable + "=" + w.module }
