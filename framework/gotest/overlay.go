package gotest

import (
	"bytes"
	"embed"
	"fmt"
	"maps"
	"path/filepath"

	"github.com/ptr-project/ptr/framework/gotest/variables"
)

// feed has the generated files, for any package: the word PACKAGE stands for
// its name.
//
//go:embed feed
var feed embed.FS

// pieces are the files to generate for p, by what they are called in its folder.
func (f *Framework) pieces(p pkg) map[string]string {
	all := map[string]string{
		"zz_ptr_feed_test.go":    "feed/feed.go.txt",
		"zz_ptr_table_test.go":   "feed/table.go.txt",
		"zz_ptr_message_test.go": "feed/message.go.txt",
		"zz_ptr_leaks_test.go":   "feed/leaks.go.txt",
		"zz_ptr_pipes_test.go":   "feed/pipes_unix.go.txt",
		"zz_ptr_system_test.go":  "feed/system_other.go.txt",
		"zz_ptr_call_test.go":    "feed/call_inside.go.txt",
		"zz_ptr_undo_test.go":    "feed/undo.go.txt",

		"zz_ptr_variables_test.go":  "feed/variables_none.go.txt",
		"zz_ptr_statements_test.go": "feed/statements_none.go.txt",
		"zz_ptr_watch_test.go":      "feed/watch_none.go.txt",
		"zz_ptr_perturb_test.go":    "feed/perturb.go.txt",
	}
	maps.Copy(all, f.provokes.feeds(p.ImportPath))
	if f.testing != nil {
		all["zz_ptr_call_test.go"] = "feed/call_instead.go.txt"
	}
	if f.looksAtVariables() {
		all["zz_ptr_variables_test.go"] = "feed/variables.go.txt"
	}
	if f.hears.users[p.ImportPath] {
		all["zz_ptr_statements_test.go"] = "feed/statements.go.txt"
	}
	if f.hearsOf(p) {
		all["zz_ptr_watch_test.go"] = "feed/watch.go.txt"
	}
	switch f.tool.GOOS {
	case "windows":
		all["zz_ptr_pipes_test.go"] = "feed/pipes_windows.go.txt"
	case "linux":
		all["zz_ptr_system_test.go"] = "feed/system_linux.go.txt"
		all["zz_ptr_sockets_test.go"] = "feed/sockets_linux.go.txt"
	}
	return all
}

// hearsOf reports whether p's tests tell of statements.
func (f *Framework) hearsOf(p pkg) bool {
	return f.hears.users[p.ImportPath] || f.provokes.reachesSQL(p.ImportPath)
}

// sources are the generated files of p, by what they are called in its folder.
func (f *Framework) sources(p pkg) (map[string][]byte, error) {
	packageName := p.testPackage()
	all := map[string][]byte{}
	for name, piece := range f.pieces(p) {
		source, err := feed.ReadFile(piece)
		if err != nil {
			return nil, err
		}
		all[name] = bytes.Replace(source, []byte("package PACKAGE"), []byte("package "+packageName), 1)
	}
	if f.looksAtVariables() {
		all["zz_ptr_snapshot_test.go"] = []byte(variables.Source(packageName))
		all["zz_ptr_keep_test.go"] = []byte(variables.Keeper(packageName))
	}
	return all, nil
}

// writeOverlay writes the generated files of packages into dir, and the file
// for -overlay, whose name it returns.
func (f *Framework) writeOverlay(dir string, packages []pkg) (string, error) {
	replace := replacements{}
	maps.Copy(replace, f.hears.replace)
	maps.Copy(replace, f.testing)
	maps.Copy(replace, f.provokes.replace)
	for _, p := range packages {
		sources, err := f.sources(p)
		if err != nil {
			return "", err
		}
		folder := filepath.Join(dir, p.testPackage())
		if f.hearsOf(p) {
			folder += ".statements" // another of that name may have no database
		}
		for name, source := range sources {
			file := filepath.Join(folder, name)
			if err := writeIfChanged(file, source); err != nil {
				return "", fmt.Errorf("writing the worker for %s: %w", p.ImportPath, err)
			}
			replace[filepath.Join(p.Dir, name)] = file
		}
	}
	file := filepath.Join(dir, "overlay.json")
	return file, replace.write(file)
}
