package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// Load reads and checks file. The error is an [*Error].
func Load(file string, known Known) (Config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Config{}, &Error{File: file, Text: cause(err).Error()}
	}
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return Config{}, &Error{File: file, Text: err.Error()}
	}
	// Some editors begin files with a byte order mark, which TOML doesn't know.
	c, err := parse(bytes.TrimPrefix(text, []byte("\ufeff")), dir, known)
	var e *Error
	if errors.As(err, &e) {
		e.File = file
		return Config{}, e
	}
	c.File = file
	return c, nil
}

// cause is err without the name of the file, which the user knows.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// parse makes a Config of text, relative paths in which are relative to dir.
// The error is an [*Error] without File.
func parse(text []byte, dir string, known Known) (Config, error) {
	d, err := decode(text)
	if err != nil {
		return Config{}, err
	}
	c, p := d.config(dir, known)
	if p != nil {
		return Config{}, p.at(text)
	}
	return c, nil
}

// config checks all of d. It stops at the first problem.
func (d *document) config(dir string, known Known) (Config, *problem) {
	c := Default(dir)
	c.Name = d.Name
	for _, take := range []func(*Config, Known) *problem{
		d.settings, d.databases, d.environment, d.facts, d.command, d.worker, d.overrides,
	} {
		if p := take(&c, known); p != nil {
			return Config{}, p
		}
	}
	return c, c.tabled()
}

func (d *document) settings(c *Config, known Known) *problem {
	workers, p := workersOf(d.Workers)
	if p != nil {
		return p
	}
	if p := c.set(Settings{
		Framework: d.Framework, Workers: workers, Isolation: d.Isolation, Storage: d.Storage,
	}, known); p != nil {
		return p
	}
	if d.Timeout != "" {
		if c.Timeout, p = duration(d.Timeout, "timeout"); p != nil {
			return p
		}
	}
	c.Retries = d.Retries
	return atLeast0(d.Retries, "retries")
}

// workersOf is value, a number or a text, as a text.
func workersOf(value any) (string, *problem) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case string:
		return v, nil
	}
	return "", &problem{path: []string{"workers"}, text: `workers: want a number above 0, or "auto"`}
}
