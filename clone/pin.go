package clone

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// pinPrefix begins the names of the files, beside a template, that say what needs it.
const pinPrefix = "pin-"

// Pin keeps t from being removed, by later processes too, for as long as there is
// something at path, which is absolute and is not used again once it is gone.
func (t Template) Pin(path string) error {
	name := fmt.Sprintf(pinPrefix+"%.8x", sha256.Sum256([]byte(path)))
	return os.WriteFile(filepath.Join(filepath.Dir(t.Path), name), []byte(path), 0o600)
}

// pinned reports whether something still needs g. Pins of what is gone are removed.
func (g generation) pinned() (bool, error) {
	entries, err := os.ReadDir(g.dir)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), pinPrefix) {
			continue
		}
		pin := filepath.Join(g.dir, e.Name())
		path, err := os.ReadFile(pin)
		if err != nil {
			return false, err
		}
		if _, err := os.Lstat(string(path)); !errors.Is(err, os.ErrNotExist) {
			return true, nil // whatever else is wrong with it
		}
		if err := os.Remove(pin); err != nil {
			return false, err
		}
	}
	return false, nil
}
