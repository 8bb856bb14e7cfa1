// Package invocation makes one valid value of what was typed, the environment and ptr.toml,
// and the framework that this means for the suite in a folder.
package invocation

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/console"
)

// StateFolder is what ptr keeps of a suite, beside its ptr.toml.
const StateFolder = ".ptr"

// Configure reads the suite's ptr.toml, if there is one, and lets the
// environment and then the flags have their way.
func Configure(o Options) (config.Config, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return config.Config{}, err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return config.Config{}, console.Usage(fmt.Errorf("-C %s: there is no such folder", o.Dir), "name the folder that the suite is in")
	}
	c, err := load(o.Config, dir)
	if err != nil && missing(o.Config) {
		return c, console.Usage(err, elsewhere(o.Config, o.Dir))
	}
	if err != nil {
		return c, Misconfigured(err)
	}
	environment, err := config.Environment(os.Getenv)
	if err != nil {
		return c, Misconfigured(err)
	}
	for _, settings := range []config.Settings{environment, flags(o)} {
		if c, err = c.With(settings, Known()); err != nil {
			return c, Misconfigured(err)
		}
	}
	if c.Framework == "" {
		c.Found = true
		c.Framework = Detected(dir, o.Python.Settings != "" || namesSettings(c.Env))
	}
	return withWrittenSettings(c, o), nil
}

// namesSettings reports whether the environment of the tests names a module of
// Django's settings.
func namesSettings(env []string) bool {
	named := func(e string) bool { return strings.HasPrefix(e, python.SettingsVariable+"=") }
	return os.Getenv(python.SettingsVariable) != "" || slices.ContainsFunc(env, named)
}

func load(file, dir string) (config.Config, error) {
	if file == "" {
		found, err := config.Find(dir)
		if err != nil {
			return config.Config{}, err
		}
		if found == "" {
			return config.Default(dir), nil
		}
		file = console.Nearby(found)
	}
	return config.Load(file, Known())
}

// elsewhere is the way out for who names a file to --config that is not there.
func elsewhere(file, dir string) string {
	if meant := filepath.Join(dir, file); !missing(meant) {
		return "--config is not taken from the folder that -C names: say --config " + meant
	}
	return "name a file that is there, or leave --config out: ptr finds ptr.toml by itself"
}

// missing reports whether a file that was named is not there.
func missing(file string) bool {
	_, err := os.Stat(file)
	return file != "" && errors.Is(err, os.ErrNotExist)
}

// flags are the settings that flags can set.
func flags(o Options) config.Settings {
	return config.Settings{
		Framework: o.Framework,
		Workers:   o.Workers,
		Isolation: o.Isolation,
		Storage:   o.Storage,
		Strategy:  o.Strategy,
		Timeout:   o.Timeout,
		Seed:      o.Seed,
	}
}

// Misconfigured is err, with its hint, as a usage error.
func Misconfigured(err error) error {
	var wrong *config.Error
	if errors.As(err, &wrong) {
		return console.Usage(err, wrong.Hint)
	}
	return console.Usage(err, "")
}
