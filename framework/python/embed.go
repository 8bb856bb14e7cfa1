package python

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed ptrworker/*.py
var files embed.FS

// workerFolder is the name of the worker's package.
const workerFolder = "ptrworker"

// unpack writes the worker's files into a folder below cache that is named after
// what is in them, and returns the package's.
func unpack(cache string) (string, error) {
	all, sum, err := contents()
	if err != nil {
		return "", err
	}
	home := filepath.Join(cache, "python-"+sum)
	dir := filepath.Join(home, workerFolder)
	if _, err := os.Stat(filepath.Join(dir, "__main__.py")); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	stage, err := os.MkdirTemp(cache, "python-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(stage)
	if err := os.Mkdir(filepath.Join(stage, workerFolder), 0o755); err != nil {
		return "", err
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(stage, workerFolder, name), text, 0o644); err != nil {
			return "", err
		}
	}
	// Another ptr may have been quicker: what it wrote is the same.
	if err := os.Rename(stage, home); err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Stat(filepath.Join(dir, "__main__.py")); there != nil {
			return "", err
		}
	}
	return dir, nil
}

// contents are the worker's files, and a short sum of them.
func contents() (all map[string][]byte, sum string, err error) {
	all = map[string][]byte{}
	hash := sha256.New()
	entries, err := files.ReadDir(workerFolder)
	if err != nil {
		return nil, "", err
	}
	for _, e := range entries {
		text, err := files.ReadFile(workerFolder + "/" + e.Name())
		if err != nil {
			return nil, "", err
		}
		all[e.Name()] = text
		hash.Write([]byte(e.Name() + "\x00"))
		hash.Write(text)
	}
	return all, hex.EncodeToString(hash.Sum(nil))[:12], nil
}
