package gotest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Replacements are files to be built instead of others, by the path of those: what
// the go command calls an overlay.
type replacements map[string]string

// writeReplacements writes files into dir, to stand for those of the same names
// at home.
func writeReplacements(dir, home string, files map[string][]byte) (replacements, error) {
	replace := replacements{}
	for name, content := range files {
		file := filepath.Join(dir, name)
		if err := writeIfChanged(file, content); err != nil {
			return nil, err
		}
		replace[filepath.Join(home, name)] = file
	}
	return replace, nil
}

// write writes the file for -overlay.
func (r replacements) write(file string) error {
	overlay, err := json.Marshal(map[string]any{"Replace": r})
	if err != nil {
		return err
	}
	return writeIfChanged(file, overlay)
}

// writeIfChanged leaves a file alone that is as it should be, so that the go
// command finds nothing new.
func writeIfChanged(file string, content []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}

// replaceLine replaces the one line of the source called name that is the old
// one.
func replaceLine(name string, source []byte, line, replacement string) ([]byte, error) {
	line, replacement = "\n"+line+"\n", "\n"+replacement+"\n"
	if n := bytes.Count(source, []byte(line)); n != 1 {
		return nil, fmt.Errorf("%s has %d times the line %q, not once", name, n, strings.TrimSpace(line))
	}
	return bytes.Replace(source, []byte(line), []byte(replacement), 1), nil
}
