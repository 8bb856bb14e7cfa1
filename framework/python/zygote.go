package python

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
)

// patience is how long a zygote may take to get ready, and a fork to connect.
const patience = 5 * time.Minute

// A zygote is a process that has set the suite up and imported its tests, and
// forks workers.
type zygote struct {
	child *worker.Child
	loan  loan
	dir   string // of sockets
	ready chan struct{}

	threads int      // that forks will not have; once it is ready
	read    []string // variables that lead to databases, and forks have their own of; once it is ready

	mu    sync.Mutex
	asked int
	forks map[int]*fork
	gone  error // why it forks nobody any more
}

// An UnforkableError says that no workers can be forked from a process: it has read variables,
// when modules were imported, of which each has its own.
type UnforkableError struct{ Names []string }

func (e *UnforkableError) Error() string {
	return fmt.Sprintf("the suite reads %s when it is imported, and forked processes would all have the value of one", strings.Join(e.Names, ", "))
}

// A fork is a worker that was asked for.
type fork struct {
	pid   chan int
	ended chan worker.State
}

// hatch starts a zygote that gets ready for tests of labels.
func (f *Framework) hatch(ctx context.Context, place worker.Place, labels []string) (*zygote, error) {
	lent, err := f.lend(ctx, serversOf(f.known.Databases))
	if err != nil {
		return nil, err
	}
	child, err := worker.Spawn(worker.Command{
		Path: f.python.Path, Args: []string{f.worker}, Dir: f.o.Dir, Env: lent.env, Keeper: place.Keeper,
	})
	if err != nil {
		lent.end()
		return nil, fmt.Errorf("starting %s: %w", f.python.Path, err)
	}
	z := &zygote{child: child, loan: lent, dir: f.o.Sockets, ready: make(chan struct{}), forks: map[int]*fork{}}
	output := &worker.Excerpt{Limit: 64 << 10}
	var printed sync.WaitGroup
	printed.Go(func() { _, _ = io.Copy(output, child.Output) })
	go func() {
		z.listen()
		printed.Wait()
		<-child.Exited()
		z.bury(fmt.Errorf("the process that forks workers ended: %s\n%s", child.State().Text, output.End(4<<10)))
		child.Close()
	}()
	z.say(protocol.Message{Type: protocol.Init, Version: protocol.Version, Seed: place.Seed, Leaks: f.o.Leaks, Perturb: f.perturbed(), Settings: f.settings(f.known.Inventory)})
	z.say(protocol.Message{Type: protocol.Warm, Names: labels})
	return z, nil
}

func (z *zygote) say(m protocol.Message) { _ = protocol.Write(z.child.Input, m) } // listen finds out if it is gone

// listen enters what the zygote says, until its end.
func (z *zygote) listen() {
	messages := protocol.NewReader(z.child.Control)
	for {
		m, err := messages.Read()
		if err != nil {
			return
		}
		z.mu.Lock()
		f := z.forks[m.Number]
		switch {
		case m.Type == protocol.Ready:
			z.threads, z.read = m.Number, m.Names
			close(z.ready)
		case m.Type == protocol.Error:
			z.gone = errors.New(m.Text)
			z.child.Kill()
		case m.Type == protocol.Forked && f != nil:
			f.pid <- m.PID
		case m.Type == protocol.Exited && f != nil:
			f.ended <- stateOf(m)
			delete(z.forks, m.Number)
		}
		z.mu.Unlock()
	}
}

// bury says of all forks that they are gone, since nobody can tell any more.
func (z *zygote) bury(why error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.gone == nil {
		z.gone = why
	}
	for n, f := range z.forks {
		f.ended <- worker.State{Code: -1, Text: "the process that forked it ended"}
		delete(z.forks, n)
	}
}

// stateOf is what the zygote says of a fork's end, in the words of package os.
func stateOf(m protocol.Message) worker.State {
	s := worker.State{Code: m.Status, CPU: time.Duration(m.Nanoseconds), Text: "exit status " + strconv.Itoa(m.Status)}
	if m.Status < 0 {
		signal := syscall.Signal(-m.Status)
		s.Code, s.Text, s.Killed = -1, "signal: "+signal.String(), signal == syscall.SIGKILL
	}
	return s
}

// fork has a worker forked, with that environment. The zygote is ready.
func (z *zygote) fork(env []string, k worker.Keeper) (*worker.Child, error) {
	f := &fork{pid: make(chan int, 1), ended: make(chan worker.State, 1)}
	z.mu.Lock()
	z.asked++
	number := z.asked
	z.forks[number] = f
	z.mu.Unlock()
	socket := filepath.Join(z.dir, "fork"+strconv.Itoa(number))
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	settings := map[string]string{}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		settings[name] = value
	}
	z.say(protocol.Message{Type: protocol.Fork, Number: number, Name: socket, Settings: settings})
	begun := make(chan struct{})
	go func() {
		z.watch(f, begun)
		_ = listener.Close() // nobody connects any more
	}()
	control, output, err := connected(listener)
	close(begun)
	if err != nil {
		return nil, errors.Join(z.reason(), err)
	}
	select {
	case pid := <-f.pid:
		return worker.Forked(pid, control, output, f.ended, k)
	case <-z.child.Exited():
		return nil, errors.Join(z.reason(), control.Close(), output.Close())
	}
}

// watch returns when a fork has begun or ended, or nobody can fork it any more.
func (z *zygote) watch(f *fork, begun <-chan struct{}) {
	select {
	case <-begun:
	case end := <-f.ended:
		f.ended <- end
	case <-z.child.Exited():
	}
}

// await waits until the zygote is ready.
func (z *zygote) await(ctx context.Context) error {
	select {
	case <-z.ready:
		return nil
	case <-z.child.Exited():
		return z.reason()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (z *zygote) reason() error {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.gone
}

// connected are the two connections of a fork: what it speaks over comes first.
func connected(l *net.UnixListener) (control, output *net.UnixConn, err error) {
	if err := l.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, nil, err
	}
	if control, err = l.AcceptUnix(); err != nil {
		return nil, nil, fmt.Errorf("waiting for a fork: %w", err)
	}
	if output, err = l.AcceptUnix(); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("waiting for a fork: %w", err), control.Close())
	}
	return control, output, nil
}

// lives reports whether it may fork somebody yet.
func (z *zygote) lives() bool {
	select {
	case <-z.child.Exited():
		return false
	default:
		return true
	}
}

// close ends it, and with it those of its forks that have not ended.
func (z *zygote) close() error {
	_ = z.child.Input.Close() // the end of its pipe is a bye
	select {
	case <-z.child.Exited():
	case <-time.After(time.Second):
		z.child.Kill()
		<-z.child.Exited()
	}
	z.loan.end()
	return z.child.Swept()
}
