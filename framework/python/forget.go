package python

import (
	"os"
	"path/filepath"
	"slices"
	"time"
)

// mostKept is how many listings of a suite are kept.
const mostKept = 8

// forget removes all but the newest listings.
func (f *Framework) forget() error {
	names, err := filepath.Glob(filepath.Join(f.o.Kept, "*.json"))
	if err != nil {
		return err
	}
	age := func(name string) time.Duration {
		info, err := os.Stat(name)
		if err != nil {
			return time.Duration(1<<63 - 1) // it is gone already
		}
		return time.Since(info.ModTime())
	}
	slices.SortFunc(names, func(a, b string) int { return int(age(a)/time.Millisecond - age(b)/time.Millisecond) })
	for _, name := range names[min(mostKept, len(names)):] {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
