// Package standing is the servers that stand when their run is over, or that never had one:
// what ptr run --keepdb has kept, and what ptr server start has started. It knows where
// they are noted, lists them, and stops them; those who have databases start them.
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
	"github.com/ptr-project/ptr/internal/process"
)

// A Server is what is known of databases that `ptr server start` has.
type Server struct {
	Name      string
	Backend   string // and its version
	Owner     string // mark of the process that has them; "" if they are kept, and not started
	Socket    string // where it is asked to stop
	Until     time.Time
	Kept      time.Time `json:",omitzero"` // until when, if ptr run --keepdb has kept it
	Databases []Database
}

// A Database is one of its databases.
type Database struct {
	Alias string
	Env   []string          // as NAME=VALUE
	Value map[string]string // what patterns can name
}

// AddBackend says of which one databases are, beside those of others.
func (h *Server) AddBackend(name, version string) {
	h.Backend = strings.TrimPrefix(h.Backend+", "+name+" "+version, ", ")
}

// heldFolder is where they are noted, for this user alone: there are passwords.
func heldFolder() (string, error) {
	dir := filepath.Join(config.UserCache(), "held")
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

// Announce notes h, so that others find it, until withdraw is called. The error says that
// its name is none, or is another's.
func (h Server) Announce() (withdraw func(), err error) {
	file, err := heldFile(h.Name)
	if err != nil {
		return nil, err
	}
	if _, taken, err := readHeld(file); err != nil || taken {
		return nil, errors.Join(err, console.Usage(fmt.Errorf("a server called %q was started already", h.Name), "ptr server dsn "+h.Name+" says where it is; --name gives another its own name"))
	}
	return func() { _ = os.Remove(file) }, h.write(file)
}

// write notes h, whole or not at all.
func (h Server) write(file string) error {
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
func readHeld(file string) (h Server, found bool, err error) {
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
func allHeld() (all []Server, err error) {
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
func held(name string) (Server, error) {
	all, err := allHeld()
	if err != nil {
		return Server{}, err
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
	if k, err := FindKept(name); err == nil {
		return Server{}, console.Usage(fmt.Errorf("%s is kept, and is not started", name), k.Command())
	}
	if len(names) == 0 {
		return Server{}, console.Usage(errors.New("no server was started"), "ptr server start starts one")
	}
	return Server{}, console.Usage(fmt.Errorf("which server? there is none called %q", name), "use one of "+strings.Join(names, ", "))
}
