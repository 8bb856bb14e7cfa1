package python

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// key is a sum of all that decides what a listing says: the Python, what is
// installed for it, how tests are chosen, and the size and time of each of the
// suite's files that can be part of it.
func (f *Framework) key(labels []string) (string, error) {
	hash := sha256.New()
	about, err := json.Marshal([]any{f.worker, f.python, f.o.Face, f.o.Dir, f.o.Settings, labels, settingsVariables(f.o.Env)})
	if err != nil {
		return "", err
	}
	hash.Write(about)
	within := cmp.Or(f.o.Within, f.o.Dir)
	err = filepath.WalkDir(within, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read is no part of the suite
		case d.IsDir() && path != within && skipped(d.Name()):
			return fs.SkipDir
		case !counts(d.Name()):
			return nil
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(hash, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return hex.EncodeToString(hash.Sum(nil))[:24], err
}

// Stamp is a sum of the sizes and times of the suite's files, and of what runs them.
func (f *Framework) Stamp() (string, error) { return f.key(nil) }

// skipped reports whether a folder holds nothing that is the suite's.
func skipped(name string) bool {
	return name[0] == '.' || name == "__pycache__" || name == "node_modules"
}

// counts reports whether a file can have tests, models or settings in it.
func counts(name string) bool {
	switch filepath.Ext(name) {
	case ".py", ".cfg", ".ini", ".toml", ".env":
		return true
	}
	return false
}

// settingsVariables are those of the environment that settings commonly read.
func settingsVariables(env []string) []string {
	var some []string
	for _, e := range env {
		name, _, _ := strings.Cut(e, "=")
		switch {
		case strings.HasPrefix(name, "PYTHON"), strings.HasPrefix(name, "DJANGO"), strings.HasPrefix(name, "DATABASE"):
			some = append(some, e)
		}
	}
	return some
}

// recall is what an earlier run found out.
func (f *Framework) recall(key string) (known knowledge, ok bool) {
	text, err := os.ReadFile(f.keptFile(key))
	if err != nil {
		return known, false
	}
	return known, json.Unmarshal(text, &known) == nil
}

// remember keeps it for later ones. Of those that are out of date the newest few
// stay: labels come and go.
func (f *Framework) remember(key string, known knowledge) error {
	if err := os.MkdirAll(f.o.Kept, 0o755); err != nil {
		return err
	}
	text, err := json.Marshal(known)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(f.o.Kept, "listing-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(text)
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), f.keptFile(key))
	}
	if err != nil {
		return err
	}
	return f.forget()
}

func (f *Framework) keptFile(key string) string {
	return filepath.Join(f.o.Kept, key+".json")
}
