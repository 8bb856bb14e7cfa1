// Package app is what commands that run tests do: a session opens a suite, its history and
// its databases, and runs, lists or probes its tests.
package app

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/config/quarantine"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/suite"
)

// SuperviseCommand is the hidden command that clears up after a killed ptr.
const SuperviseCommand = "supervise-run"

// Supervise is the main function of that command.
func Supervise(streams console.Streams) error { return scratch.Supervise(streams.In) }

// A Session is what a command that runs or lists tests works with.
type Session struct {
	invocation.Options
	Streams   console.Streams
	Line      *console.LiveLine // nil: none
	Config    config.Config
	asked     perturb.Choices     // what the suite is to be perturbed by
	Root      string              // the suite's folder, absolute
	Name      string              // the suite's; known once it is listed
	Sought    []string            // labels of tests, if only their units are wanted
	wanted    func(suite.ID) bool // tests, if only their units are wanted
	Until     int64               // number of the latest run that counts
	DB        *history.DB
	Area      *scratch.Area
	coverage  string   // where processes leave theirs; "" is nowhere
	env       []string // of what sets the run up, such as the go command
	Framework framework.Framework
	phases    []suite.Phase // of the set-up, side by side
	board     *board
	host      *server.Host      // of private servers
	early     *housing.Landlord // from before the plan was known
	shardOf   int               // tests of which a shard is run; 0: all are
	shardCut  string            // how they are cut
	limit     int               // of workers, by servers that others run; 0: none
	crowded   bool              // clones are databases on one server
	burning   func()            // ends what takes CPU time; nil if nothing does
	counter   *housing.Counter  // where single tests borrow databases; nil if there are none
	reopened  reopened          // what was kept, and is used
	standIns  *standIns         // of those of ptr.toml, for what is imported before there are clones

	quarantine quarantine.List
}

// Open reads the configuration, opens the history, clears up after dead runs
// and makes this run's own folders.
func Open(streams console.Streams, o invocation.Options) (*Session, error) {
	c, err := invocation.Configure(o)
	if err != nil {
		return nil, err
	}
	if c, o, err = invocation.Debugged(c, o); err != nil {
		return nil, err
	}
	s := &Session{Options: o, Streams: streams, Config: c, Until: math.MaxInt64 - 1}
	if s.asked, err = invocation.Perturbations(o); err != nil {
		return nil, err
	}
	if s.Root, err = filepath.Abs(o.Dir); err != nil {
		return nil, err
	}
	if s.quarantine, err = LoadQuarantine(c.Dir); err != nil {
		return nil, err
	}
	if s.DB, err = openHistory(c.Dir); err != nil {
		return nil, err
	}
	if err := s.settle(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// settle makes the run's folders and its framework.
func (s *Session) settle() error {
	roots := scratch.SystemRoots()
	if _, err := scratch.Sweep(roots, time.Now()); err != nil {
		fmt.Fprintln(s.Streams.Err, "ptr: warning: clearing up after an earlier run:", err)
	}
	var err error
	if s.Area, err = scratch.Open(roots, s.Config.Name); err != nil {
		return console.Failure(err, "ptr needs a temporary folder that it can write")
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := s.Area.StartSupervisor(self, SuperviseCommand); err != nil {
		return fmt.Errorf("starting the supervisor: %w", err)
	}
	if s.host, err = backends.NewHost(s.Area, clone.Storage(s.Config.Storage), func() error { return errors.Join(s.Area.LetIn(), s.reopened.use.LetIn()) }); err != nil {
		return err
	}
	binaries, err := s.Area.Folder(scratch.Disk, "bin")
	if err != nil {
		return err
	}
	if s.Go.CoverProfile != "" {
		if s.coverage, err = s.Area.Folder(scratch.Disk, "coverage"); err != nil {
			return err
		}
	}
	temp, err := s.Area.Folder(scratch.Disk, "tmp")
	if err != nil {
		return err
	}
	sockets, err := s.Area.Folder(scratch.Memory, "forks") // sockets want short paths
	if err != nil {
		return err
	}
	s.standIns = &standIns{databases: slices.Clone(s.Config.Databases), lend: s.empty}
	// A killed run leaves neither a build that goes on nor what that had written.
	s.env = append(append(os.Environ(), s.Area.Env()), housing.Temporary(temp)...)
	s.Framework, err = invocation.NewFramework(s.Config, s.Options, invocation.Workshop{
		Dir: s.Root, Binaries: binaries, Coverage: s.coverage, Temp: temp, Sockets: sockets, Env: s.env, Perturb: s.asked, Empty: s.lendEmpty, StandIns: s.standIns.variables,
	})
	return err
}

// Close gives back everything.
func (s *Session) Close() error {
	var errs []error
	if c, ok := s.Framework.(io.Closer); ok {
		errs = append(errs, c.Close())
	}
	if s.standIns != nil {
		s.standIns.close()
	}
	if s.burning != nil {
		s.burning()
	}
	if s.board != nil {
		errs = append(errs, s.board.close())
	}
	if s.counter != nil {
		errs = append(errs, s.counter.Close())
	}
	if s.early != nil {
		errs = append(errs, s.early.Close())
	}
	if s.host != nil {
		errs = append(errs, s.host.Close())
	}
	if s.Area != nil {
		errs = append(errs, s.Area.Close())
	}
	return errors.Join(append(errs, s.DB.Close())...)
}
