// Package program runs suites by a program of theirs that speaks
// docs/protocol.md by itself, whatever it is written in.
// docs/writing-a-worker.md tells users how to write one.
package program

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"strings"
	"time"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/spoken"
)

// Name is the --framework value.
const Name = "worker"

// Options describe a suite.
type Options struct {
	Name    string        // "" is the name of Dir
	Dir     string        // where the program is run, absolute
	Command []string      // the program and its arguments
	Env     []string      // of the process that lists the tests, as NAME=VALUE
	Temp    string        // that process's temporary folder; also in Env
	Leaks   bool          // ask for what tests leave behind
	Quiet   time.Duration // how long it may say nothing while it lists its tests; 0: any time
}

// New is the framework of one suite, which is one unit. The error is a
// [*ListError] if there is no such program.
func New(o Options) (framework.Framework, error) {
	if o.Name == "" {
		o.Name = filepath.Base(o.Dir)
	}
	path, err := find(o.Command[0], o.Dir)
	if err != nil {
		return nil, &ListError{o.Command, err}
	}
	return &program{o, path}, nil
}

type program struct {
	Options
	path string // of the program
}

func (*program) Name() string { return Name }

// IsPattern is true: what a label means is the program's to say.
func (*program) IsPattern(string) bool { return true }

// Start spawns a process for tests of unit.
func (p *program) Start(_ context.Context, unit string, place worker.Place) (worker.Worker, error) {
	return p.start(unit, place)
}

func (p *program) start(unit string, place worker.Place) (*spoken.Worker, error) {
	return spoken.Start(
		worker.Command{Path: p.path, Args: p.Command[1:], Dir: p.Dir, Env: place.Env, Keeper: place.Keeper},
		spoken.Options{
			Unit: unit, Nonce: rand.Text(), Quiet: p.Quiet,
			Init: protocol.Message{Seed: place.Seed, Leaks: p.Leaks, Closely: place.Closely},
		})
}

// line is the command as it is shown.
func line(command []string) string { return strings.Join(command, " ") }
