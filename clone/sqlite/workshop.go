package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/clone"
)

// preparing are the settings of connections that templates are made by.
func preparing() []clone.Setting {
	return []clone.Setting{
		{Name: "synchronous", Why: "nothing is to survive a power cut", Args: []string{"PRAGMA synchronous=OFF"}},
		{Name: "journal", Why: "nor a crash: what is half made is made again", Args: []string{"PRAGMA journal_mode=MEMORY"}},
	}
}

// A Workshop is where templates are prepared with settings that are chosen.
type Workshop struct {
	// Folder makes an empty folder, in memory-backed storage or on disk.
	Folder func(memory bool) (string, error)
}

// Name is the backend's.
func (Workshop) Name() string { return "sqlite" }

// Version is that of the SQLite library.
func (Workshop) Version() string { return version() }

// Settings are those that templates are prepared with.
func (Workshop) Settings() ([]clone.Setting, error) { return preparing(), available() }

// Lay makes a folder for a database, which is always new.
func (w Workshop) Lay(_ context.Context, memory, _ bool) (clone.Work, error) {
	folder, err := w.Folder(memory)
	return fileWork(folder), err
}

// A fileWork is the work on a database in a folder.
type fileWork string

func (w fileWork) path() string { return filepath.Join(string(w), "made.db") }

// Open starts no server.
func (w fileWork) Open(_ context.Context, settings []clone.Setting) (dsn string, first []string, err error) {
	return uri(w.path()) + toCreate, clone.Arguments(settings), nil
}

// Ready has nothing to do.
func (fileWork) Ready(context.Context) error { return nil }

// Close brings all into the file.
func (w fileWork) Close(ctx context.Context) error { return settle(ctx, w.path()) }

// Keep has nothing to do: a template is made where it is kept.
func (fileWork) Keep(context.Context) error { return nil }

func (w fileWork) Remove() error { return os.RemoveAll(string(w)) }

// DumpFile is the script, by statements, that makes a database like the one at path,
// which nobody writes meanwhile.
func DumpFile(ctx context.Context, path string) (statements []string, err error) {
	if err := checkExisting(path); err != nil {
		return nil, blame(path, err)
	}
	c, err := openExisting(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	err = dump(ctx, c, func(statement string) error {
		statements = append(statements, statement)
		return nil
	})
	return statements, blame(path, err)
}
