package ptrtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/ptr-project/ptr/internal/lending"
)

// DB gives t, which may run in parallel with others, a clone of its own of the
// database that ptr.toml calls alias, and drops it when t ends. It returns what the
// first variable of the alias's env would lead to, such as a DSN.
//
// Under ptr run, clones are made ahead of need. Under go test, DB starts the command
// ptr, which must be on the PATH, once for each test binary. If there is no clone to
// be had, t ends at once: it has failed, and under ptr run, where that is not for want of
// such an alias, it is broken, and the run ends.
func DB(t testing.TB, alias string) string {
	t.Helper()
	return borrow(t, alias).Address
}

// Setenv is DB for tests that find their database by environment variables: it sets
// all of the alias's until t ends, which must not run in parallel with others.
func Setenv(t testing.TB, alias string) {
	t.Helper()
	for name, value := range borrow(t, alias).Env {
		t.Setenv(name, value)
	}
}

func borrow(t testing.TB, alias string) lending.Loan {
	t.Helper()
	path, served := os.LookupEnv(lending.Variable)
	if !served {
		p, err := lender()
		if err != nil {
			t.Fatal("ptrtest:", err)
		}
		path = p.socket
	}
	loan, err := lending.Borrow(path, alias)
	if err != nil {
		t.Fatal("ptrtest:", err)
	}
	t.Cleanup(func() {
		if err := loan.Return(); err != nil {
			t.Error("ptrtest:", err)
		}
	})
	return loan
}

// A process is ptr, which lends databases at a socket until its standard input ends:
// with this process, which has the only other end of that pipe.
type process struct {
	socket string
	input  io.WriteCloser // else the garbage collector would close it
}

// lender is started once.
var lender = sync.OnceValues(func() (p process, err error) {
	c := exec.Command("ptr", "lend")
	var said strings.Builder
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err != nil {
		return p, err
	}
	if p.input, err = c.StdinPipe(); err != nil {
		return p, err
	}
	if err := c.Start(); err != nil {
		return p, fmt.Errorf("%w; outside of ptr run that command lends databases: install it, or use ptr run", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = c.Wait() // it has said why
		return p, fmt.Errorf("ptr lend:\n%s", said.String())
	}
	p.socket = strings.TrimSpace(line)
	return p, nil
})
