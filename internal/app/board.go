package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/facts"
	"github.com/ptr-project/ptr/internal/scratch"
)

// A board has the facts of a run, and is where its processes ask for them.
type board struct {
	dir   string // of the sockets
	warn  func(error)
	store facts.Store
	run   desk // of the workers
}

// A desk is one of the sockets of a board.
type desk struct {
	path   string
	server *facts.Server // nil: nobody is there
}

// openBoard makes the run's board, with the facts of ptr.toml and of flags.
func (s *Session) openBoard() (*board, error) {
	b := &board{warn: func(err error) { fmt.Fprintln(s.Streams.Err, "ptr: warning:", err) }}
	for _, name := range facts.Names(s.Config.Facts) {
		if err := b.store.Set(name, s.Config.Facts[name]); err != nil {
			return nil, console.Usage(err, "")
		}
	}
	for _, setting := range s.Options.Facts {
		name, value, err := facts.Parse(setting)
		if err == nil {
			err = b.store.Set(name, value)
		}
		if err != nil {
			return nil, console.Usage(fmt.Errorf("--fact: %w", err), "write --fact NAME=VALUE")
		}
	}
	var err error
	// Memory-backed where it can be: sockets want short paths.
	if b.dir, err = s.Area.Folder(scratch.Memory, "facts"); err != nil {
		return nil, err
	}
	b.run = b.open("run")
	return b, nil
}

// open opens a desk of b. If it cannot be served, which a warning says, nobody
// need care but who asks there, and hears so.
func (b *board) open(name string) desk {
	d := desk{path: filepath.Join(b.dir, name)}
	var err error
	if d.server, err = facts.Serve(d.path, &b.store); err != nil {
		b.warn(err)
	}
	return d
}

// env is the variable that leads workers to b.
func (b *board) env() string { return b.run.env() }

func (b *board) close() error { return b.run.close() }

func (d desk) env() string { return facts.Variable + "=" + d.path }

func (d desk) close() error {
	if d.server == nil {
		return nil
	}
	return d.server.Close()
}

// factsFile is what a template's folder keeps of what its command told of.
const factsFile = "facts.json"

// keep writes what was told at d into dir.
func (d desk) keep(dir string) error {
	if d.server == nil || len(d.server.Told()) == 0 {
		return nil
	}
	text, err := json.Marshal(d.server.Told())
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, factsFile), text, 0o600)
}

// recall sets the facts that are kept in dir.
func (b *board) recall(dir string) error {
	file := filepath.Join(dir, factsFile)
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	kept := map[string]string{}
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	if err != nil {
		return console.Failure(fmt.Errorf("reading the facts of a template: %s: %w", file, err), "ptr run --fresh makes templates anew")
	}
	for _, name := range facts.Names(kept) {
		if err := b.store.Set(name, kept[name]); err != nil {
			return err
		}
	}
	return nil
}
