package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Find is the ptr.toml of the suite in dir: the one in dir itself, else the
// one beside the nearest go.mod above it. It returns "" if there is none.
//
// Folders in between, and above the module, are not looked into: what is set
// there was meant for something else.
func Find(dir string) (string, error) {
	if file := filepath.Join(dir, FileName); exists(file) {
		return file, nil
	}
	root, err := moduleRoot(dir)
	if err != nil || root == "" {
		return "", err
	}
	if file := filepath.Join(root, FileName); exists(file) {
		return file, nil
	}
	return "", nil
}

// moduleRoot is the nearest folder with a go.mod, dir or above it, named
// relative to dir; "" if there is none.
func moduleRoot(dir string) (string, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		if exists(filepath.Join(absolute, "go.mod")) {
			return dir, nil
		}
		parent := filepath.Dir(absolute)
		if parent == absolute {
			return "", nil
		}
		absolute, dir = parent, filepath.Join(dir, "..")
	}
}

// exists reports whether there may be something called file: what cannot be
// looked at is for the one who opens it to complain about.
func exists(file string) bool {
	_, err := os.Stat(file)
	return !errors.Is(err, fs.ErrNotExist)
}
