// Package sqlite clones SQLite databases.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/mattn/go-sqlite3"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// New is the backend.
func New() clone.Backend { return backend{} }

type backend struct{}

func (backend) Name() string { return "sqlite" }

func (backend) Version() string { return "1" }

func (backend) Strategies(clone.Template) ([]clone.Strategy, string) {
	return []clone.Strategy{fileCopy{}}, "it is the only one"
}

func (backend) Fill(ctx context.Context, path string, s clone.Source) error {
	db, err := sql.Open("sqlite3", "file:"+escape(path))
	if err != nil {
		return err
	}
	defer db.Close()
	for _, file := range s.SQL {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func escape(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23", " ", "%20").Replace(path)
}

func (backend) Check(ctx context.Context, path string) error { return nil }

func (backend) Watch(ctx context.Context, t clone.Template, c clone.Clone) (clone.Watcher, error) {
	return nil, nil
}

type fileCopy struct{}

func (fileCopy) Name() string       { return "filecopy" }
func (fileCopy) Reach() clone.Reach { return clone.ByAddress }

func (fileCopy) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	path := filepath.Join(dir, name+".db")
	src, err := os.Open(t.Path)
	if err != nil {
		return clone.Clone{}, err
	}
	defer src.Close()
	dst, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return clone.Clone{}, err
	}
	_, err = io.Copy(dst, src)
	if err := errors.Join(err, dst.Close()); err != nil {
		return clone.Clone{}, errors.Join(err, os.Remove(path))
	}
	return clone.Clone{Alias: t.Alias, Name: name, Strategy: "filecopy", Path: path, Values: map[string]string{
		"path": path, "url": "file:" + escape(path), "dsn": "file:" + escape(path), "database": name,
	}}, nil
}

func (fileCopy) Drop(ctx context.Context, c clone.Clone) error {
	if err := os.Remove(c.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

var _ suite.Change
