package gotest

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// feed has the generated files, for any package: the word PACKAGE stands for
// its name.
//
//go:embed feed
var feed embed.FS

// pieces are the files to generate for an operating system, by what they are
// called in a package's folder.
func pieces(goos string) map[string]string {
	all := map[string]string{
		"zz_ptr_feed_test.go":    "feed/feed.go.txt",
		"zz_ptr_table_test.go":   "feed/table.go.txt",
		"zz_ptr_message_test.go": "feed/message.go.txt",
		"zz_ptr_leaks_test.go":   "feed/leaks.go.txt",
		"zz_ptr_pipes_test.go":   "feed/pipes_unix.go.txt",
		"zz_ptr_system_test.go":  "feed/system_other.go.txt",
	}
	switch goos {
	case "windows":
		all["zz_ptr_pipes_test.go"] = "feed/pipes_windows.go.txt"
	case "linux":
		all["zz_ptr_system_test.go"] = "feed/system_linux.go.txt"
	}
	return all
}

// writeOverlay writes the generated files of packages into dir, and the file
// for -overlay, whose name it returns.
func writeOverlay(dir, goos string, packages []pkg) (string, error) {
	replace := map[string]string{}
	for _, p := range packages {
		for name, piece := range pieces(goos) {
			source, err := feed.ReadFile(piece)
			if err != nil {
				return "", err
			}
			source = bytes.Replace(source, []byte("package PACKAGE"), []byte("package "+p.testPackage()), 1)
			file := filepath.Join(dir, p.testPackage(), name)
			if err := writeIfChanged(file, source); err != nil {
				return "", fmt.Errorf("writing the worker for %s: %w", p.ImportPath, err)
			}
			replace[filepath.Join(p.Dir, name)] = file
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "overlay.json")
	return file, writeIfChanged(file, overlay)
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
