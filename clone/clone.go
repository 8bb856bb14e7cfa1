// Package clone makes private copies of prepared databases. Each backend is a
// folder below this one, each strategy a file in it.
package clone

import (
	"context"
	"errors"
	"time"

	"github.com/ptr-project/ptr/internal/filelock"
	"github.com/ptr-project/ptr/suite"
)

// A Template is a prepared database that no worker ever writes.
type Template struct {
	Alias       string
	Backend     string
	Path        string // of the snapshot, absolute; for SQLite a file
	Fingerprint string // of everything that made it
	Size        int64  // bytes
	Reused      bool   // an earlier run had made it

	Phases   []Phase // what it took this run to get it, in order
	Warnings []error // what the user should know of how it was made

	use *filelock.Lock // keeps it from being removed; nil if nothing does
}

// A Phase is one part of getting a template.
type Phase struct {
	Name string // "wait", "prepare", "check" or "seal"
	Took time.Duration
}

// Release says that t is not used any more, so that it may be removed. The end
// of the process does the same.
func (t Template) Release() error { return t.use.Unlock() }

// A Clone is a private copy of a template.
type Clone struct {
	Alias    string
	Name     string // unguessable, unique on this machine
	Strategy string

	// Values are what the patterns of ptr.toml can name, such as
	// "path", "url", "dsn", "host", "port", "user", "password", "database".
	Values map[string]string

	Path string // absolute; "" if the clone is not a file
}

// Reach says how a clone is reached.
type Reach string

// The ways to reach a clone.
const (
	ByAddress Reach = "address" // any process opens a path or DSN
	ByRecipe  Reach = "recipe"  // the worker itself loads a snapshot
)

// A Strategy makes private copies of a template. Methods are safe for
// concurrent use.
type Strategy interface {
	// Name is the --strategy value, such as "filecopy".
	Name() string

	// Reach says how its clones are reached.
	Reach() Reach

	// Clone copies t into dir, a private folder that exists, under name.
	// On error nothing called name is left behind.
	// It returns [ErrBusy] if t has open writers, [ErrCorrupt] if it cannot be
	// read as a database.
	Clone(ctx context.Context, t Template, dir, name string) (Clone, error)

	// Drop removes c. Dropping a clone that is gone is not an error.
	Drop(ctx context.Context, c Clone) error
}

// A Lossy strategy makes clones that differ from their template.
type Lossy interface {
	// LeavesOut lists what its clones do not carry.
	LeavesOut() []Feature
}

// A Feature is a property of a database that a strategy may not carry.
type Feature string

// The features that some strategy leaves out.
const (
	Layout      Feature = "page layout"      // free pages, the order of pages
	FreeRowIDs  Feature = "implicit row IDs" // of tables without an INTEGER PRIMARY KEY
	JournalMode Feature = "journal mode"     // WAL
)

// A Backend is one kind of database. Methods are safe for concurrent use.
type Backend interface {
	// Name is the backend's name in ptr.toml, such as "sqlite".
	Name() string

	// Version is that of what makes templates. Another version makes them anew.
	Version() string

	// Strategies are all ways of cloning, the one that "auto" would choose for
	// t first, and why it would.
	Strategies(t Template) (s []Strategy, why string)

	// Fill makes the database at path from source. The caller has made the
	// folder, and removes it on error.
	Fill(ctx context.Context, path string, source Source) error

	// Check opens the finished template read-only and returns an error that
	// wraps [ErrCorrupt] or [ErrEmpty] if it cannot serve as one. It does not
	// name path, which the user has never seen.
	Check(ctx context.Context, path string) error

	// Watch starts to look at what changes in c, a clone of t.
	Watch(ctx context.Context, t Template, c Clone) (Watcher, error)
}

// A Watcher tells what was changed in a clone, even by connections that are
// still open. A rollback is not a change. Methods are called by one goroutine
// at a time, while no test runs.
type Watcher interface {
	// Used reports whether anybody has written to the clone since it was made.
	Used(ctx context.Context) (bool, error)

	// Changes are the rows that differ from when Changes or Restore was last
	// called, or from the template. It returns at most limit of them for each
	// table, and says how many more there are in a last Change of that table.
	Changes(ctx context.Context, limit int) ([]suite.Change, error)

	// Restore makes the clone equal to its template again, without disturbing
	// an open connection.
	Restore(ctx context.Context) error

	Close() error
}

// Errors that strategies and backends wrap.
var (
	ErrBusy    = errors.New("template is open for writing elsewhere")
	ErrCorrupt = errors.New("not a readable database")
	ErrEmpty   = errors.New("there is no database")
	ErrSpace   = errors.New("not enough space")
)
