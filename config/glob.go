package config

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// globs are the files that match patterns, pattern by pattern, each pattern's
// by name, none twice.
func globs(dir string, patterns []string, key string) ([]string, *problem) {
	var all []string
	seen := map[string]bool{}
	for i, pattern := range patterns {
		files, err := glob(dir, pattern)
		if err == nil && len(files) == 0 {
			err = fmt.Errorf("%q matches no file", pattern)
		}
		if err != nil {
			return nil, &problem{path: []string{key, strconv.Itoa(i)}, text: key + ": " + err.Error()}
		}
		for _, file := range files {
			if !seen[file] {
				all = append(all, file)
			}
			seen[file] = true
		}
	}
	return all, nil
}

// glob are the files that match pattern, by name, absolute. Its parts, between
// slashes, are matched as [path.Match] does; the part ** stands for any number
// of folders, those aside whose names begin with a dot. A pattern that is the
// very name of a file matches that file.
func glob(dir, pattern string) ([]string, error) {
	whole := within(dir, pattern)
	if isFile(whole) {
		return []string{whole}, nil
	}
	root, rest := dir, filepath.ToSlash(pattern)
	if filepath.IsAbs(filepath.FromSlash(pattern)) {
		root = filepath.VolumeName(whole) + string(filepath.Separator)
		rest = strings.TrimLeft(rest[len(filepath.VolumeName(whole)):], "/")
	}
	if _, err := path.Match(rest, ""); err != nil {
		return nil, fmt.Errorf("%q is not a pattern of file names", pattern)
	}
	files := map[string]bool{}
	if err := match(root, strings.Split(rest, "/"), files); err != nil {
		return nil, fmt.Errorf("%q: %w", pattern, err)
	}
	return sorted(files), nil
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// match adds the files below dir to found that match parts.
func match(dir string, parts []string, found map[string]bool) error {
	part, rest := parts[0], parts[1:]
	switch {
	case part == "**" && len(rest) > 0:
		return anyDepth(dir, rest, found)
	case part == "" || part == "." || part == "..":
		return descend(filepath.Join(dir, part), rest, found)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		if ok, _ := path.Match(part, entry.Name()); ok {
			if err := descend(filepath.Join(dir, entry.Name()), rest, found); err != nil {
				return err
			}
		}
	}
	return nil
}

// descend goes on with rest in what is called name, if it is a folder; if
// nothing is left, name is found, if it is a file.
func descend(name string, rest []string, found map[string]bool) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return ignoreMissing(err)
	case info.IsDir() && len(rest) > 0:
		return match(name, rest, found)
	case !info.IsDir() && len(rest) == 0:
		found[name] = true
	}
	return nil
}

// anyDepth matches rest in dir and in every folder below it.
func anyDepth(dir string, rest []string, found map[string]bool) error {
	return filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return ignoreMissing(err)
		case !entry.IsDir():
			return nil
		case name != dir && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		return match(name, rest, found)
	})
}

func ignoreMissing(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

func sorted(files map[string]bool) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
