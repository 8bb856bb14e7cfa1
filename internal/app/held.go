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

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/process"
)

// A heldServer is what is known of databases that `ptr server start` keeps.
type heldServer struct {
	Name      string
	Backend   string // and its version
	Owner     string // mark of the process that has them; "" if they are kept, and not started
	Socket    string // where it is asked to stop
	Until     time.Time
	Kept      time.Time `json:",omitzero"` // until when, if ptr run --keepdb has kept it
	Databases []heldDatabase
}

// A heldDatabase is one of its databases.
type heldDatabase struct {
	Alias string
	Env   []string          // as NAME=VALUE
	Value map[string]string // what patterns can name
}

// add adds the databases of c, a clone of a.
func (h *heldServer) add(a set, c clone.Clone) error {
	h.addBackend(a.backend.Name(), a.backend.Version())
	for _, d := range a.databases {
		env, err := config.ExpandAll(d.Env, placeholders(c.Databases[d.Alias], d.Alias, 0))
		if err != nil {
			return err
		}
		h.Databases = append(h.Databases, heldDatabase{d.Alias, env, c.Databases[d.Alias]})
	}
	return nil
}

func (h *heldServer) addBackend(name, version string) {
	h.Backend = strings.TrimPrefix(h.Backend+", "+name+" "+version, ", ")
}

// heldFolder is where they are noted, for this user alone: there are passwords.
func heldFolder() (string, error) {
	dir := filepath.Join(userCache(), "held")
	return dir, os.MkdirAll(dir, 0o700)
}

// heldFile is that of the server called name, which is a file's name.
func heldFile(name string) (string, error) {
	if name == "" || strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") {
		return "", console.Usage(fmt.Errorf("%q is no name for a server", name), "use letters, digits, _ and -")
	}
	dir, err := heldFolder()
	return filepath.Join(dir, name+".json"), err
}

// write notes h, whole or not at all.
func (h heldServer) write(file string) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	temporary := fmt.Sprintf("%s.%d.tmp", file, os.Getpid())
	if err := os.WriteFile(temporary, text, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, file)
}

// readHeld reads a note; that of a process that is gone is removed.
func readHeld(file string) (h heldServer, found bool, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return h, false, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	if err != nil {
		return h, false, fmt.Errorf("%s: %w", file, err)
	}
	owner, err := process.ParseMark(h.Owner)
	if err != nil {
		return h, false, fmt.Errorf("%s: %w", file, err)
	}
	if !owner.Alive() {
		return h, false, os.Remove(file)
	}
	return h, true, nil
}

// allHeld are those that run, by name.
func allHeld() (all []heldServer, err error) {
	dir, err := heldFolder()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	for _, file := range files {
		h, found, err := readHeld(file)
		if err != nil {
			return nil, err
		}
		if found {
			all = append(all, h)
		}
	}
	return all, nil
}

// held is the server called name, or the only one if there is no name.
func held(name string) (heldServer, error) {
	all, err := allHeld()
	if err != nil {
		return heldServer{}, err
	}
	if name == "" && len(all) == 1 {
		return all[0], nil
	}
	var names []string
	for _, h := range all {
		if h.Name == name {
			return h, nil
		}
		names = append(names, h.Name)
	}
	if k, err := keptCalled(name); err == nil {
		return heldServer{}, console.Usage(fmt.Errorf("%s is kept, and is not started", name), k.start())
	}
	if len(names) == 0 {
		return heldServer{}, console.Usage(errors.New("no server was started"), "ptr server start starts one")
	}
	return heldServer{}, console.Usage(fmt.Errorf("which server? there is none called %q", name), "use one of "+strings.Join(names, ", "))
}
