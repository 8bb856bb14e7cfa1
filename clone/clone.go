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
	Aliases     []string // whose databases it has
	Backend     string
	Path        string // of the snapshot, absolute: a file for SQLite, for servers a data directory
	Fingerprint string // of everything that made it
	Size        int64  // bytes
	Reused      bool   // an earlier run had made it
	Place       string // folder on the file system that clones will be on; "" if that is not known yet

	Phases   []Phase        // what it took this run to get it, in order
	Warnings []suite.Warned // what the user should know of how it was made

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

// Only are the databases of a clone of t, which is one of a single alias.
func (t Template) Only(v Values) map[string]Values { return map[string]Values{t.Aliases[0]: v} }

// A Clone is a private copy of a template.
type Clone struct {
	Name      string
	Strategy  string
	Databases map[string]Values // by alias
	Path      string            // absolute, a file or a folder; "" if it is neither
}

// Values are what the patterns of ptr.toml can name of a database, such as
// "path", "url", "dsn", "host", "port", "user", "password", "database".
type Values map[string]string

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

	// Drop removes c, even if ctx is done. Dropping a clone that is gone is not an
	// error.
	Drop(ctx context.Context, c Clone) error
}

// A Mortal strategy makes clones that may end by themselves, as servers do that are
// killed.
type Mortal interface {
	// Lost returns nil if c can be used, and otherwise why not.
	Lost(ctx context.Context, c Clone) error
}

// A Preparer is a strategy that needs more than the template to begin with.
type Preparer interface {
	// Prepare gets it. The first clone does it otherwise.
	Prepare(ctx context.Context, t Template) error
}

// A Keeper is a strategy whose clones can be put by, and opened again by another
// process.
type Keeper interface {
	// Keep ends what runs for c, and leaves in c.Path all that was committed. That
	// folder may be moved then, and to the strategy c is gone: Drop does nothing to
	// it. On error c is there as before.
	Keep(ctx context.Context, c Clone) error

	// Reopen makes a clone, of the same databases, of what Keep has left at path of
	// a clone of t. It may be kept again, any number of times, or dropped. A folder
	// that is open in this process is refused. On error it is as before.
	Reopen(ctx context.Context, t Template, path string) (Clone, error)

	// Leans reports whether what Keep leaves is of no use without the template.
	Leans() bool
}

// A Sparer is a strategy whose clones can outlive their process where they are.
type Sparer interface {
	// Spare keeps c until a time of which seconds count, or until it is cleaned away
	// on purpose. To the strategy it is gone then: Drop does nothing to it. On error
	// c is there as before.
	Spare(ctx context.Context, c Clone, until time.Time) error
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
	Settings    Feature = "settings of the database"
	Statistics  Feature = "planner statistics"
	Grants      Feature = "grants on the database"

	OtherEngines Feature = "rows of engines other than InnoDB"
)

// A Backend is one kind of database. Methods are safe for concurrent use.
type Backend interface {
	// Name is the backend's name in ptr.toml, such as "sqlite".
	Name() string

	// Version is that of what makes templates. Another version makes them anew.
	Version() string

	// Strategies are all ways of cloning, the one that "auto" would choose for
	// t first, and why it would. Some may be unfit, see [Choosy].
	Strategies(t Template) (s []Strategy, why string)

	// Shares reports whether one template has the databases of several aliases.
	Shares() bool

	// Fill makes the template at path, with a database of each source; of one
	// only, unless the backend Shares. The caller has made the folder, and removes
	// it on error. What the source is to blame for is a [*SourceError].
	Fill(ctx context.Context, path string, sources []Source) error

	// Check opens the finished template read-only and returns an error that
	// wraps [ErrCorrupt] or [ErrEmpty] if it cannot serve as one. It does not
	// name path, which the user has never seen.
	Check(ctx context.Context, path string) error

	// Watch starts to look at what changes in c, a clone of t. An error that wraps
	// [errors.ErrUnsupported] says that it cannot look at such clones.
	Watch(ctx context.Context, t Template, c Clone) (Watcher, error)
}

// A Lodger is a backend that has its databases on a server that others run, where
// they may be removed.
type Lodger interface {
	// Server is how people know it, without a password.
	Server() string

	// Sessions are how many more the server lets this user have.
	Sessions(ctx context.Context) (int, error)

	// Clean removes what dead owners have left there, what was spared until now and,
	// if asked to, templates that nobody uses, and all that is spared. It returns the
	// names of the databases.
	Clean(ctx context.Context, templates, spared bool) (removed []string, err error)

	// Kept reports whether the template at path is all there, and sees that it stays
	// until ptr ends.
	Kept(ctx context.Context, path string) (bool, error)
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
	// an open connection. An error that wraps [ErrIrreversible] says that it takes
	// another clone.
	Restore(ctx context.Context) error

	Close() error
}

// A Selective watcher can put back a part of what was changed.
type Selective interface {
	// RestoreOnly makes these equal to the template again, which a [suite.Change] of
	// Changes has named, and nothing else, without disturbing an open connection. An error
	// that wraps [ErrIrreversible] says that one of them cannot be put back alone.
	RestoreOnly(ctx context.Context, which []suite.Thing) error
}

// A Consequential watcher knows what else is written where a table is.
type Consequential interface {
	// Consequences are, by the name of a table, the tables that its triggers write, and those
	// that foreign keys change with it; all in lower case.
	Consequences(ctx context.Context) (map[string][]string, error)
}

// An AccessError says that a server that others run cannot be used.
type AccessError struct {
	Server string // without a password
	Err    error
	Hint   string // a way out; "" if none is known
}

// Patience is how long a server may take to say its first word: what listens there may
// speak otherwise, and wait for ours.
const Patience = 20 * time.Second

// Ways out for who has configured a server.
const (
	Unreachable = "start it, or mend server in ptr.toml; without that ptr starts a private one"
	WrongUser   = "mend the user or the password of server in ptr.toml"
)

func (e *AccessError) Error() string { return e.Server + ": " + e.Err.Error() }
func (e *AccessError) Unwrap() error { return e.Err }

// Errors that strategies and backends wrap.
var (
	ErrBusy    = errors.New("template is open elsewhere")
	ErrCorrupt = errors.New("not a readable database")
	ErrEmpty   = errors.New("there is no database")
	ErrSpace   = errors.New("not enough space")

	ErrOlderTool = errors.New("the tool that reads it is older than the server")

	ErrCollation = errors.New("this server has no such collation")

	ErrSession = errors.New("the session has ended in which changes are looked for")

	ErrIrreversible = errors.New("it cannot be undone")
)
