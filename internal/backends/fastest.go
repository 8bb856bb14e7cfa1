package backends

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
)

// A Fastest is what ptrbench clone has found out on this machine.
type Fastest struct {
	Backend  string    `json:"backend"`
	Version  string    `json:"server_version"`
	Class    int       `json:"size_class"` // see [SizeClass]
	Strategy string    `json:"strategy"`
	When     time.Time `json:"measured"`
}

// SizeClass is the same for templates within a power of two: 0 below a megabyte,
// 1 from there to two, 2 to four, and so on.
func SizeClass(size int64) int { return bits.Len64(uint64(max(size, 0)) >> 20) }

// about reports whether both are of the same kind of template.
func (f Fastest) about(other Fastest) bool {
	f.Strategy, f.When, other.Strategy, other.When = "", time.Time{}, "", time.Time{}
	return f == other
}

// fastestFile has what was measured. It is this machine's, and not a suite's: how
// fast a strategy is depends on the system, the disk and the server, which the suites
// of a user share.
func fastestFile() string { return filepath.Join(config.UserCache(), "fastest.json") }

// readFastest is all that is known. A file that cannot be read is as none: it is
// written anew when somebody measures.
func readFastest(file string) (all []Fastest) {
	text, err := os.ReadFile(file)
	if err == nil && json.Unmarshal(text, &all) == nil {
		return all
	}
	return nil
}

// RecordFastest has auto choose f.Strategy for such templates from now on, if it may:
// see [suits]. It says in a line what auto does then.
func RecordFastest(b clone.Backend, t clone.Template, f Fastest) (string, error) {
	strategies, _ := b.Strategies(t)
	i := slices.IndexFunc(strategies, func(s clone.Strategy) bool { return s.Name() == f.Strategy })
	switch {
	case i < 0:
		return "", nil // a baseline
	case !suits(strategies[i], strategies[0]):
		return fmt.Sprintf("auto stays with %s: clones by %s do not carry everything. strategy = %q in ptr.toml takes it even so.",
			strategies[0].Name(), f.Strategy, f.Strategy), nil
	}
	return fmt.Sprintf("auto takes %s for such templates from now on, on this machine.", f.Strategy), writeFastest(fastestFile(), f)
}

// writeFastest adds f to a file, in place of what was known of such templates.
func writeFastest(file string, f Fastest) error {
	all := slices.DeleteFunc(readFastest(file), f.about)
	text, err := json.MarshalIndent(append(all, f), "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(file), "fastest-*")
	if err != nil {
		return err
	}
	_, err = part.Write(append(text, '\n'))
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), file)
	}
	if err != nil {
		if gone := os.Remove(part.Name()); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// suits reports whether s may be chosen instead of first: its clones are reached as
// easily, and carry as much.
func suits(s, first clone.Strategy) bool {
	lacking := func(s clone.Strategy) []clone.Feature {
		if l, ok := s.(clone.Lossy); ok {
			return l.LeavesOut()
		}
		return nil
	}
	return s.Reach() == first.Reach() && !slices.ContainsFunc(lacking(s), func(f clone.Feature) bool { return !slices.Contains(lacking(first), f) })
}

// Strategies are those of b for t: first the one that was measured here to be the fastest,
// if one was, which why says.
func Strategies(b clone.Backend, t clone.Template) (strategies []clone.Strategy, why string) {
	return measured(fastestFile(), b, t)
}

// measured puts what is known to be the fastest for t first, and says so.
func measured(file string, b clone.Backend, t clone.Template) (strategies []clone.Strategy, why string) {
	strategies, why = b.Strategies(t)
	like := Fastest{Backend: b.Name(), Version: b.Version(), Class: SizeClass(t.Size)}
	for _, f := range readFastest(file) {
		i := slices.IndexFunc(strategies, func(s clone.Strategy) bool { return s.Name() == f.Strategy })
		if i > 0 && f.about(like) && suits(strategies[i], strategies[0]) {
			chosen := strategies[i]
			rest := slices.Delete(slices.Clone(strategies), i, i+1)
			return append([]clone.Strategy{chosen}, rest...), "ptrbench clone measured it as the fastest on " + f.When.Format(time.DateOnly)
		}
	}
	return strategies, why
}
