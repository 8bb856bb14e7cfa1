package cloning

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/bench/template"
	"github.com/ptr-project/ptr/clone"
)

// The templates that can be asked for by name.
const (
	Small  = template.Small
	Schema = template.Schema
	Data   = template.Data
)

// alias is that of the template's only database.
const alias = "default"

const megabyte = 1 << 20

// source is what makes a template of that size: one of the names, so many
// megabytes as in 20MB, or the path of a SQLite database or, for servers, of a file of
// SQL, or the URL of a database. Scripts are written into dir.
func (l *laboratory) source(size, dir string) (clone.Source, error) {
	script, ok := template.Script(l.Backend.Name(), size)
	switch {
	case ok:
	case l.Backend.Shares() && strings.Contains(size, "://"):
		return clone.Source{Alias: alias, From: size}, nil
	default:
		path, err := filepath.Abs(size)
		if err != nil {
			return clone.Source{}, err
		}
		if _, err := os.Stat(path); err != nil {
			return clone.Source{}, template.NoSize(size)
		}
		if l.Backend.Shares() {
			return clone.Source{Alias: alias, SQL: []string{path}}, nil
		}
		return clone.Source{Alias: alias, Existing: path}, nil
	}
	file := filepath.Join(dir, "template.sql")
	return clone.Source{Alias: alias, SQL: []string{file}}, os.WriteFile(file, []byte(script), 0o600)
}

// sizeName is how people may see a size.
func sizeName(size string) string {
	if strings.Contains(size, "://") {
		return clone.WithoutPassword(size)
	}
	return size
}

// fill makes the template in dir.
func (l *laboratory) fill(ctx context.Context, dir string) (clone.Template, error) {
	from, err := l.source(l.Size, dir)
	if err != nil {
		return clone.Template{}, err
	}
	path := filepath.Join(dir, "template")
	if err := l.Backend.Fill(ctx, path, []clone.Source{from}); err != nil {
		return clone.Template{}, err
	}
	if err := l.Backend.Check(ctx, path); err != nil {
		return clone.Template{}, fmt.Errorf("the template: %w", err)
	}
	size, err := clone.TreeSize(path)
	return clone.Template{Aliases: []string{alias}, Backend: l.Backend.Name(), Path: path, Size: size, Place: l.dir}, err
}
