package cloning

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// The templates that can be asked for by name.
const (
	Small  = "small"  // 2 MB in 20 tables
	Schema = "schema" // 1,100 related tables with keys, indexes and three rows each
	Data   = "data"   // 200 MB in 20 tables
)

const megabyte = 1 << 20

// ErrSize is wrapped by the error for a size that isn't one.
var ErrSize = errors.New("no size")

// source is what makes a template of that size: one of the names, so many
// megabytes as in 20MB, or the path of a SQLite database. Scripts are written into
// dir.
func source(size, dir string) (clone.Source, error) {
	var script string
	switch n, ok := megabytes(size); {
	case size == Small:
		script = evenScript(2)
	case size == Data:
		script = evenScript(200)
	case size == Schema:
		script = schemaScript(1100)
	case ok:
		script = evenScript(n)
	default:
		path, err := filepath.Abs(size)
		if err != nil {
			return clone.Source{}, err
		}
		if _, err := os.Stat(path); err != nil {
			return clone.Source{}, fmt.Errorf("%w %q, and no such file", ErrSize, size)
		}
		return clone.Source{Existing: path}, nil
	}
	file := filepath.Join(dir, "template.sql")
	return clone.Source{SQL: []string{file}}, os.WriteFile(file, []byte(script), 0o600)
}

func megabytes(size string) (n int, ok bool) {
	number, found := strings.CutSuffix(size, "MB")
	n, err := strconv.Atoi(number)
	return n, found && err == nil && n > 0 && n <= 1<<20
}

// evenScript makes a database of that many megabytes, divided evenly among 20
// tables.
func evenScript(megabytes int) string {
	const (
		tables = 20
		row    = 512 // bytes, of which SQLite takes some itself
	)
	var b strings.Builder
	for i := range tables {
		fmt.Fprintf(&b, "CREATE TABLE t%02d (id INTEGER PRIMARY KEY, body BLOB);\n", i)
		fmt.Fprintf(&b, "INSERT INTO t%02d WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) SELECT i, randomblob(%d) FROM n;\n",
			i, megabytes*megabyte/tables/row, row-32)
	}
	return b.String()
}

// schemaScript makes that many tables, each of which refers to the one before.
func schemaScript(tables int) string {
	var b strings.Builder
	b.WriteString("BEGIN;\nCREATE TABLE t0000 (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO t0000 VALUES (1, 'one'), (2, 'two'), (3, 'three');\n")
	for i := 1; i < tables; i++ {
		fmt.Fprintf(&b, "CREATE TABLE t%04d (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, before_id INTEGER NOT NULL REFERENCES t%04d (id), at TEXT);\n", i, i-1)
		fmt.Fprintf(&b, "CREATE INDEX t%04d_before ON t%04d (before_id);\n", i, i)
		fmt.Fprintf(&b, "INSERT INTO t%04d VALUES (1, 'one', 1, '2026-01-01'), (2, 'two', 2, NULL), (3, 'three', 3, NULL);\n", i)
	}
	b.WriteString("COMMIT;\n")
	return b.String()
}

// fill makes the template in dir.
func fill(ctx context.Context, backend clone.Backend, size, dir string) (clone.Template, error) {
	from, err := source(size, dir)
	if err != nil {
		return clone.Template{}, err
	}
	path := filepath.Join(dir, "template.db")
	if err := backend.Fill(ctx, path, from); err != nil {
		return clone.Template{}, err
	}
	if err := backend.Check(ctx, path); err != nil {
		return clone.Template{}, fmt.Errorf("the template: %w", err)
	}
	info, err := os.Stat(path)
	return clone.Template{Alias: "default", Backend: backend.Name(), Path: path, Size: info.Size()}, err
}
