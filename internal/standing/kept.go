package standing

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
)

// A Kept is what --keepdb keeps of one process whose databases had servers of
// ptr's own: a folder that it is described in, with a folder for each server.
type Kept struct {
	Name            string // unique among those that are kept
	Suite, Run      string
	Worker, Process int
	Sets            []KeptSet

	Path  string    `json:"-"` // the folder's
	Until time.Time `json:"-"`
}

// A KeptSet is one server of what is kept. Its folder is [Kept.Folder] of its place in
// the list.
type KeptSet struct {
	Backend, Version string
	Strategy         string
	Template         string // path of the one that it was cloned from
	Databases        []KeptDatabase
}

// A KeptDatabase is one of its databases.
type KeptDatabase struct {
	Alias string
	Env   []string // patterns, as in ptr.toml
}

// keptFile has the description.
const keptFile = "kept.json"

// Folder is that of one of k's sets, by its place among them.
func (k Kept) Folder(set int) string { return filepath.Join(k.Path, fmt.Sprint(set)) }

// Aliases are those of the databases, as people read them.
func (k Kept) Aliases() string {
	const most = 4
	var all []string
	for _, s := range k.Sets {
		for _, d := range s.Databases {
			all = append(all, d.Alias)
		}
	}
	if more := len(all) - most; more > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), more)
	}
	return strings.Join(all, ", ")
}

// Databases are those of all sets, as ptr.toml would have them.
func (k Kept) Databases() (all []config.Database) {
	for _, s := range k.Sets {
		for _, d := range s.Databases {
			all = append(all, config.Database{Alias: d.Alias, Backend: s.Backend, Strategy: s.Strategy, Env: d.Env})
		}
	}
	return all
}

// Command starts k again.
func (k Kept) Command() string { return "ptr server start --kept " + k.Name }

// Write describes k in its folder, which must exist.
func (k Kept) Write() error {
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(k.Path, keptFile), text, 0o600)
}

// allKept are those that have not been removed, by name.
func allKept() (all []Kept, err error) {
	folders, err := scratch.ListKept(scratch.SystemRoots())
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		k := Kept{Path: f.Path, Until: f.Until}
		text, err := os.ReadFile(filepath.Join(f.Path, keptFile))
		if errors.Is(err, os.ErrNotExist) { // it has files of databases, or is gone
			continue
		}
		if err == nil {
			err = json.Unmarshal(text, &k)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path, err)
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b Kept) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// FindKept is the one called name.
func FindKept(name string) (Kept, error) {
	all, err := allKept()
	if err != nil {
		return Kept{}, err
	}
	var names []string
	for _, k := range all {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	if len(names) == 0 {
		return Kept{}, console.Usage(fmt.Errorf("no server is kept that is called %q", name), "ptr run --keepdb keeps those of processes in which a test failed")
	}
	return Kept{}, console.Usage(fmt.Errorf("no server is kept that is called %q", name), "use one of "+strings.Join(names, ", "))
}

// FreeName is name, with a number behind it if something is kept, or was started, that is
// called so: the runs of another suite have IDs like ours.
func FreeName(name string) (string, error) {
	kept, err := allKept()
	if err != nil {
		return "", err
	}
	started, err := allHeld()
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for _, k := range kept {
		taken[k.Name] = true
	}
	for _, h := range started {
		taken[h.Name] = true
	}
	for n, free := 2, name; ; n++ {
		if !taken[free] {
			return free, nil
		}
		free = fmt.Sprint(name, "-", n)
	}
}
