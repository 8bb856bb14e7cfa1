package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
)

// A keptServer is what --keepdb keeps of one process whose databases had servers of
// ptr's own: a folder that it is described in, with a folder for each server.
type keptServer struct {
	Name            string // unique among those that are kept
	Suite, Run      string
	Worker, Process int
	Sets            []keptSet

	path  string // the folder's
	until time.Time
}

// A keptSet is one server of a keptServer. Its folder is called as its place in the
// list is.
type keptSet struct {
	Backend, Version string
	Strategy         string
	Template         string // path of the one that it was cloned from
	Databases        []keptDatabase
}

// A keptDatabase is one of its databases.
type keptDatabase struct {
	Alias string
	Env   []string // patterns, as in ptr.toml
}

// keptFile has the description.
const keptFile = "kept.json"

func (k keptServer) folder(set int) string { return filepath.Join(k.path, fmt.Sprint(set)) }

// aliases are those of the databases, as people read them.
func (k keptServer) aliases() string {
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

// start is the command that does so.
func (k keptServer) start() string { return "ptr server start --kept " + k.Name }

func (k keptServer) write() error {
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(k.path, keptFile), text, 0o600)
}

// allKept are those that have not been removed, by name.
func allKept() (all []keptServer, err error) {
	folders, err := scratch.ListKept(scratch.SystemRoots())
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		k := keptServer{path: f.Path, until: f.Until}
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
	slices.SortFunc(all, func(a, b keptServer) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// keptCalled is the one called name.
func keptCalled(name string) (keptServer, error) {
	all, err := allKept()
	if err != nil {
		return keptServer{}, err
	}
	var names []string
	for _, k := range all {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	if len(names) == 0 {
		return keptServer{}, console.Usage(fmt.Errorf("no server is kept that is called %q", name), "ptr run --keepdb keeps those of processes in which a test failed")
	}
	return keptServer{}, console.Usage(fmt.Errorf("no server is kept that is called %q", name), "use one of "+strings.Join(names, ", "))
}

// unused is name, with a number behind it if something is kept, or was started, that is
// called so: the runs of another suite have IDs like ours.
func unused(name string) (string, error) {
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
