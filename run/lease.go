package run

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

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

	// Release gives everything back. It is told whether a test failed there,
	// since then the clones may be worth keeping.
	Release func(failed bool) error
}

// withoutClones are leaks without the clones' files: a pool of connections opens
// more of them whenever it needs to, which is nobody's neglect.
func (l Lease) withoutClones(leaks []suite.Leak) []suite.Leak {
	if l.Dir == "" {
		return leaks
	}
	return slices.DeleteFunc(leaks, func(leak suite.Leak) bool {
		return leak.Kind == suite.LeakFile && strings.Contains(leak.What, l.Dir+string(filepath.Separator))
	})
}

// uses notes which aliases' clones were used by any process.
type uses struct {
	mu   sync.Mutex
	used map[string]bool // false: watched, and not yet seen to be used
}

func newUses() *uses { return &uses{used: map[string]bool{}} }

// look asks the watchers of a lease whose process has run tests.
func (u *uses) look(ctx context.Context, watch map[string]clone.Watcher) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for alias, w := range watch {
		if !u.used[alias] {
			used, err := w.Used(ctx)
			u.used[alias] = used || err != nil
		}
	}
}

func (u *uses) unused() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	unused := maps.Clone(u.used)
	maps.DeleteFunc(unused, func(_ string, used bool) bool { return used })
	return slices.Sorted(maps.Keys(unused))
}
