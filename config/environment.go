package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// environment takes [env], checks the patterns of the databases, and sees to
// it that nothing is set twice.
func (d *document) environment(c *Config, _ Known) *problem {
	setBy := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(d.Env)) {
		if err := checkVariable(name, d.Env[name]); err != nil {
			return &problem{path: []string{"env", name}, text: err.Error()}
		}
		c.Env = append(c.Env, name+"="+d.Env[name])
		setBy[name] = "env"
	}
	for _, db := range c.Databases {
		if p := db.checkEnv(setBy); p != nil {
			p.path = append([]string{"database", db.Alias}, p.path...)
			return p
		}
	}
	return nil
}

// facts takes [facts].
func (d *document) facts(c *Config, known Known) *problem {
	for _, name := range slices.Sorted(maps.Keys(d.Facts)) {
		if err := known.CheckFact(name, d.Facts[name]); err != nil {
			return &problem{path: []string{"facts", name}, text: err.Error()}
		}
	}
	c.Facts = d.Facts
	return nil
}

// checkEnv checks the patterns of db. setBy knows who sets which variable of
// the workers' environment.
func (db Database) checkEnv(setBy map[string]string) *problem {
	self := "database." + db.Alias
	for i, pattern := range db.Env {
		if err := checkPattern(pattern); err != nil {
			return &problem{path: []string{"env", strconv.Itoa(i)}, text: err.Error()}
		}
		name, _, _ := strings.Cut(pattern, "=")
		if other, set := setBy[name]; set {
			return &problem{
				path: []string{"env", strconv.Itoa(i)},
				text: fmt.Sprintf("%s and %s both set %s", other, self, name),
				hint: "give each database variables of its own: env = [\"NAME={url}\"]",
			}
		}
		setBy[name] = self
	}
	for i, pattern := range db.CommandEnv {
		if err := checkPattern(pattern); err != nil {
			return &problem{path: []string{"command_env", strconv.Itoa(i)}, text: err.Error()}
		}
	}
	return nil
}

// checkPattern checks NAME=pattern.
func checkPattern(s string) error {
	name, pattern, ok := strings.Cut(s, "=")
	if !ok {
		return fmt.Errorf("%q is not NAME=pattern", s)
	}
	if err := checkVariable(name, pattern); err != nil {
		return err
	}
	err := eachPart(pattern, func(text string, placeholder bool) error {
		if placeholder && !slices.Contains(placeholders[:], text) {
			return &placeholderError{text, placeholders[:]}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func checkVariable(name, value string) error {
	if name == "" || name[0] <= '9' || strings.ContainsFunc(name, notInVariable) {
		return fmt.Errorf("%q is not the name of an environment variable", name)
	}
	if strings.ContainsRune(value, 0) {
		return errors.New(name + ": a NUL cannot stand in an environment variable")
	}
	return nil
}

func notInVariable(r rune) bool {
	letter := 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
	return !letter && !('0' <= r && r <= '9') && r != '_'
}
