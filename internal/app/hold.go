package app

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/socket"
	"github.com/ptr-project/ptr/internal/standing"
)

// HoldCommand is the hidden command that keeps databases for `ptr server start`.
const HoldCommand = "hold-server"

// HoldOptions say which databases are kept, and for how long.
type HoldOptions struct {
	invocation.Options
	Backend string        // of an empty database, instead of those of ptr.toml
	Name    string        // "": that of the suite, or of the backend
	Kept    string        // name of a server that ptr run --keepdb has kept, instead of all that; "" if there is none
	For     time.Duration // until they are removed, or what was kept is only that again; 0: until ptr server stop
}

// A held answer is the first line of what the process says that keeps them.
type heldAnswer struct {
	Server standing.Server
	Status int    // of the error, if there is one
	Error  string // "" if they are there
	Hint   string
}

// StartServer has another process keep databases, and says how they are reached.
func StartServer(streams console.Streams, args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// It has nothing of ours open: whoever reads what we print need not wait for it.
	c := exec.Command(self, append([]string{HoldCommand}, args...)...)
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	process.Detach(c)
	if err := c.Start(); err != nil {
		return err
	}
	var a heldAnswer
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&a); err != nil {
		return fmt.Errorf("starting the server: %w", errors.Join(err, c.Wait()))
	}
	if a.Error != "" {
		_ = c.Wait() // it has said why
		return &console.Error{Status: a.Status, Err: errors.New(a.Error), Hint: a.Hint}
	}
	return a.Server.Show(streams)
}

// Hold is the main function of that process. It answers by a line, and stays.
func Hold(ctx context.Context, streams console.Streams, o HoldOptions) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := holdUntil(ctx, streams, o, stop)
	if err != nil {
		a := heldAnswer{Status: console.PtrFailed, Error: err.Error()}
		var told *console.Error
		if errors.As(err, &told) {
			a.Status, a.Error, a.Hint = told.Status, told.Error(), told.Hint
		}
		return json.NewEncoder(streams.Out).Encode(a)
	}
	return nil
}

// holdUntil has the databases until stop is called, or their time is over.
func holdUntil(ctx context.Context, streams console.Streams, o HoldOptions, stop func()) (err error) {
	if o.Kept != "" {
		if err := o.again(); err != nil {
			return err
		}
	}
	if o.Backend+o.Kept != "" {
		o.Dir = filepath.Join(config.UserCache(), "by-hand", cmp.Or(o.Backend, "kept"))
		if err := os.MkdirAll(o.Dir, 0o700); err != nil {
			return err
		}
	}
	s, err := Open(streams, o.Options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.reopened.close(), s.Close()) }()
	h, err := s.hold(ctx, o, stop)
	if err != nil {
		return err
	}
	withdraw, err := h.Announce()
	if err != nil {
		return err
	}
	defer withdraw()
	if err := json.NewEncoder(streams.Out).Encode(heldAnswer{Server: h}); err != nil {
		return err
	}
	await(ctx, h.Until)
	return nil
}

// await returns when the databases are to be removed: at a time, or if that is zero when
// ctx ends.
func await(ctx context.Context, until time.Time) {
	if !until.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, until)
		defer cancel()
	}
	<-ctx.Done()
}

// hold has the servers of what o says.
func (s *Session) hold(ctx context.Context, o HoldOptions, stop func()) (h standing.Server, err error) {
	owner, err := process.MarkOf(os.Getpid())
	if err != nil {
		return h, err
	}
	h.Owner = owner.String()
	if o.Kept != "" {
		err = s.holdKept(ctx, o.Kept, &h)
	} else {
		err = s.holdNew(ctx, o, &h)
	}
	if err != nil {
		return h, err
	}
	if o.For > 0 {
		h.Until = time.Now().Add(o.For) // however long the start took
	}
	h.Socket, err = s.listenForStop(stop)
	return h, err
}

// holdNew prepares the databases and starts their servers.
func (s *Session) holdNew(ctx context.Context, o HoldOptions, h *standing.Server) (err error) {
	if o.Backend != "" {
		s.Config.Databases = []config.Database{{Alias: "default", Backend: o.Backend, Strategy: "auto", Env: []string{"DATABASE_URL={url}"}}}
		s.Config.Name = o.Backend
	}
	if s.board, err = s.openBoard(); err != nil {
		return err
	}
	sets, err := s.prepare(ctx)
	if err != nil {
		return err
	}
	h.Name = cmp.Or(o.Name, s.suiteName())
	for i, a := range sets {
		if a.Backend.Shares() {
			if err := s.holdSet(ctx, i, a, h); err != nil {
				return err
			}
		}
	}
	if len(h.Databases) == 0 {
		return console.Usage(errors.New("there is no database of a server in ptr.toml"), "ptr server start --backend postgres starts one with an empty database")
	}
	return nil
}

// holdSet starts a server with the databases of set number i.
func (s *Session) holdSet(ctx context.Context, i int, a housing.Set, h *standing.Server) error {
	dir, err := s.Area.Folder(scratch.Memory, fmt.Sprint("held", i))
	if err != nil {
		return err
	}
	if a, err = a.In(dir); err != nil {
		return err
	}
	c, err := a.Strategy.Clone(ctx, a.Template, dir, a.Name())
	if err != nil {
		return err
	}
	return hold(h, a, c)
}

// hold adds the databases of c, a clone of a, to those of h.
func hold(h *standing.Server, a housing.Set, c clone.Clone) error {
	h.AddBackend(a.Backend.Name(), a.Backend.Version())
	for _, d := range a.Databases {
		env, err := config.ExpandAll(d.Env, housing.Placeholders(c.Databases[d.Alias], d.Alias, 0))
		if err != nil {
			return err
		}
		h.Databases = append(h.Databases, standing.Database{Alias: d.Alias, Env: env, Value: c.Databases[d.Alias]})
	}
	return nil
}

// listenForStop calls stop as soon as anybody connects to the socket.
func (s *Session) listenForStop(stop func()) (string, error) {
	dir, err := s.Area.Folder(scratch.Memory, "stop")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "stop")
	_, err = socket.Serve(path, func(net.Conn) { stop() }) // ends with this process
	return path, err
}

// suiteName is what the suite is called before anything of it was listed.
func (s *Session) suiteName() string {
	if s.Config.Name != "" {
		return s.Config.Name
	}
	return filepath.Base(s.Root)
}
