package run

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// A Lease is what one process is given to live on.
type Lease struct {
	Env     []string                 // the whole environment, as NAME=VALUE
	TempDir string                   // its own
	Dir     string                   // of the clones that are files; "" if there are none
	Clones  map[string]string        // by alias, the clone's name
	Watch   map[string]clone.Watcher // by alias; may lack some or all

	// Files are those of TempDir. It may be nil.
	Files Files

	// Lost returns nil if all clones can be used, and otherwise why not. Without it
	// they always can.
	Lost func(ctx context.Context) error

	// Broken returns nil unless ptr has failed to give tests what they asked it for. Then
	// bad outcomes say nothing about them, and the run ends for the reason that it returns.
	// Without it ptr never fails.
	Broken func() error

	// Release gives everything back. It is told whether a test failed there,
	// since then the clones may be worth keeping.
	Release func(failed bool) error
}

// Files are those of a folder that tests can leave changed.
type Files interface {
	// Changes are those since the last call, or since before the first test.
	Changes() ([]suite.Change, error)

	// PutBack makes one what it was before the first test; [suite.Thing] has its name.
	PutBack(name string) error
}

// withoutClones are leaks without the clones' files: a pool of connections opens
// more of them whenever it needs to, which is nobody's neglect.
func (l Lease) withoutClones(leaks []suite.Leak) []suite.Leak {
	return slices.DeleteFunc(leaks, func(leak suite.Leak) bool { return l.isClone(leak.Kind, leak.What) })
}

// leftWithoutClones are the same of what tests share.
func (l Lease) leftWithoutClones(left []suite.Leftover) []suite.Leftover {
	return slices.DeleteFunc(left, func(leak suite.Leftover) bool { return l.isClone(leak.Kind, leak.What) })
}

func (l Lease) isClone(kind suite.LeakKind, what string) bool {
	return l.Dir != "" && kind == suite.LeakFile && strings.Contains(what, l.Dir+string(filepath.Separator))
}
