package python

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"path/filepath"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// Start spawns a process for tests of unit, which List has found.
func (f *Framework) Start(_ context.Context, unit string, place worker.Place) (worker.Worker, error) {
	return f.spawn(unit, place, f.known.Inventory)
}

// spawn starts a process that is told what others have found out.
func (f *Framework) spawn(unit string, place worker.Place, inventory string) (*spoken.Worker, error) {
	return spoken.Start(
		worker.Command{Path: f.python.Path, Args: []string{f.worker}, Dir: f.o.Dir, Env: f.environ(place.Env), Keeper: place.Keeper},
		spoken.Options{
			Unit: unit, Nonce: rand.Text(),
			Init: protocol.Message{Seed: place.Seed, Leaks: f.o.Leaks, Settings: f.settings(inventory)},
		})
}

// settings are those of the message init.
func (f *Framework) settings(inventory string) map[string]string {
	options, err := json.Marshal(f.o.Settings)
	if err != nil {
		panic(err) // strings and bools
	}
	return map[string]string{"face": string(f.o.Face), "root": f.o.Dir, "options": string(options), "inventory": inventory}
}

// environ has Python find the suite's modules wherever its file is, and write no
// compiled files of the worker's into a folder that another run may be about to
// read.
func (f *Framework) environ(env []string) []string {
	return env[:len(env):len(env)]
}

// unitName is that of the one unit.
func (f *Framework) unitName(project string) string {
	switch {
	case f.o.Name != "":
		return f.o.Name
	case project != "":
		return project
	}
	return filepath.Base(f.o.Dir)
}
