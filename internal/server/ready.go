package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// slowest is how long a server may take to start.
const slowest = time.Minute

// Await returns once ready says that the server takes connections. It is asked
// every millisecond. The error has the end of log, the file of the server's output.
func (p *Process) Await(ctx context.Context, log string, ready func() bool) error {
	ctx, cancel := context.WithTimeoutCause(ctx, slowest, fmt.Errorf("the server has not answered for %v", slowest))
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !ready() {
		select {
		case <-p.Gone():
			return Explain(unstarted(p.Err()), log)
		case <-ctx.Done():
			return Explain(context.Cause(ctx), log)
		case <-tick.C:
		}
	}
	return nil
}

// ErrUnstarted says that a server has ended before it took connections.
var ErrUnstarted = errors.New("the server has ended as soon as it was started")

// unstarted is that, and why if that is known.
func unstarted(why error) error {
	if why == nil {
		return ErrUnstarted
	}
	return fmt.Errorf("%w: %w", ErrUnstarted, why)
}

// Lost says why a server that does not answer, for the reason given, is lost: it has
// ended, or will in a moment. Without a reason it is not.
func (p *Process) Lost(reason error) error {
	const moment = 2 * time.Second
	wait := time.Duration(0)
	if reason != nil {
		wait = moment
	}
	select {
	case <-p.Gone():
		return because("the server has ended", p.Err())
	case <-time.After(wait):
		return reason
	}
}

// because says what happened, and why if that is known.
func because(what string, why error) error {
	if why == nil {
		return errors.New(what)
	}
	return fmt.Errorf("%s: %w", what, why)
}

// Finish waits until a server has ended that does so by itself. The error has the
// end of log.
func (p *Process) Finish(ctx context.Context, log string) error {
	select {
	case <-p.Gone():
		return Explain(p.Err(), log)
	case <-ctx.Done():
		return errors.Join(ctx.Err(), p.Kill())
	}
}

// Explain adds the end of what the server has said, in the file log, to err, which
// may be nil.
func Explain(err error, log string) error {
	text, _ := os.ReadFile(log)
	said := lastWords(string(text))
	if err == nil || said == "" {
		return err
	}
	return fmt.Errorf("%w; it said:\n    %s", err, strings.ReplaceAll(said, "\n", "\n    "))
}

// OnFreePort starts a server, which gets a port if it is to be reached by TCP, and 0
// otherwise: one of the loopback interface that nobody listens on, and another if somebody
// else was faster to take that.
func OnFreePort(tcp bool, start func(port int) error) error {
	if !tcp {
		return start(0)
	}
	const tries = 5
	var err error
	for range tries {
		var port int
		if port, err = freePort(); err != nil {
			return err
		}
		if err = start(port); err == nil || !taken(err) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrNoPort, err)
}

// ErrNoPort says that no server could listen on a port.
var ErrNoPort = errors.New("somebody else takes each port that was free")

// taken tells by what servers say that a port is in use; PostgreSQL's cause is less than
// fatal, and so not told.
func taken(err error) bool {
	said := err.Error()
	return strings.Contains(said, "ddress already in use") || strings.Contains(said, "could not create any TCP/IP sockets")
}

// freePort is one of the loopback interface that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// Environment is that of servers and of the programs that come with them.
func Environment() []string { return []string{"LC_ALL=C", "TZ=UTC", "PATH=" + os.Getenv("PATH")} }
