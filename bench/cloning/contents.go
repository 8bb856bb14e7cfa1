package cloning

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Contents are digests of all that a database has, by what they are of: the
// schema, each table, each setting that is part of the database.
type contents map[string]string

// contentsOf reads the database at dsn.
func contentsOf(ctx context.Context, d dialect, dsn string) (found contents, err error) {
	err = on(d, dsn, func(db *sql.DB) error {
		found, err = d.contents(ctx, db)
		return err
	})
	return found, err
}

// digests are those of what queries return.
func digests(ctx context.Context, db *sql.DB, queries map[string]string) (contents, error) {
	found := contents{}
	for what, query := range queries {
		var err error
		if found[what], err = digest(ctx, db, query); err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
	}
	return found, nil
}

// difference names the first thing in which is differs from what was wanted; ""
// if there is none.
func (want contents) difference(is contents) string {
	var differ []string
	for what := range want {
		if is[what] != want[what] {
			differ = append(differ, what)
		}
	}
	for what := range is {
		if want[what] == "" {
			differ = append(differ, what)
		}
	}
	if len(differ) == 0 {
		return ""
	}
	return slices.Min(differ) + " differs"
}

// digest is that of what query returns.
func digest(ctx context.Context, db *sql.DB, query string) (string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		addRow(sum, values)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), rows.Err()
}

// addRow adds values so that no two different rows look alike.
func addRow(sum hash.Hash, values []any) {
	for _, v := range values {
		text, ok := v.([]byte)
		if !ok {
			text = fmt.Append(nil, v)
		}
		fmt.Fprintf(sum, "%T %d:", v, len(text))
		sum.Write(text)
	}
	fmt.Fprint(sum, ";")
}

// treeDigest is that of a file, or of all files below a folder.
func treeDigest(path string) (string, error) {
	sum := sha256.New()
	err := filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintf(sum, "%s\n", file)
		_, err = io.Copy(sum, f)
		return err
	})
	return fmt.Sprintf("%x", sum.Sum(nil)), err
}
