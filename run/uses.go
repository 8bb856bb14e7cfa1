package run

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ptr-project/ptr/clone"
)

const (
	unusedAfter = 10 * time.Second // users who share a database want to know early
	lookEvery   = time.Second      // between two batches
)

// uses notes which aliases' clones were used by any process.
type uses struct {
	begin  time.Time
	unused func(aliases []string) // is told once; nil once there is nothing more to tell

	mu     sync.Mutex
	used   map[string]bool   // by alias; false: watched, and not yet seen to be used
	looked map[int]time.Time // by lane, when its clones were last looked at; zero: not yet
}

func newUses(unused func([]string)) *uses {
	return &uses{begin: time.Now(), unused: unused, used: map[string]bool{}, looked: map[int]time.Time{}}
}

// expect says that a lane has clones.
func (u *uses) expect(lane int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, known := u.looked[lane]; !known {
		u.looked[lane] = time.Time{}
	}
}

// look asks the watchers of a lease whose process has run tests, and is over.
func (u *uses) look(ctx context.Context, lane int, watch map[string]clone.Watcher) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ask(ctx, lane, watch)
}

// glance asks the watchers of a lease whose process has run a batch, unless it
// was asked just now, for as long as users can be told something new by it.
func (u *uses) glance(ctx context.Context, lane int, watch map[string]clone.Watcher) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.unused == nil || time.Since(u.looked[lane]) < lookEvery {
		return
	}
	u.ask(ctx, lane, watch)
	unused := u.list()
	if time.Since(u.begin) < unusedAfter || !u.allLooked() {
		return
	}
	if len(unused) > 0 {
		u.unused(unused)
	}
	u.unused = nil
}

func (u *uses) ask(ctx context.Context, lane int, watch map[string]clone.Watcher) {
	u.looked[lane] = time.Now()
	for alias, w := range watch {
		if !u.used[alias] {
			used, err := w.Used(ctx)
			u.used[alias] = used || err != nil
		}
	}
}

// allLooked reports whether every lane has had something looked at.
func (u *uses) allLooked() bool {
	for _, at := range u.looked {
		if at.IsZero() {
			return false
		}
	}
	return true
}

// list are the aliases that nobody has used, sorted.
func (u *uses) list() []string {
	unused := maps.Clone(u.used)
	maps.DeleteFunc(unused, func(_ string, used bool) bool { return used })
	return slices.Sorted(maps.Keys(unused))
}
