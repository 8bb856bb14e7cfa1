package ordinary_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

func TestLeaksFile(t *testing.T) {
	if _, err := os.Open(os.Args[0]); err != nil {
		t.Fatal(err)
	}
}

// socket is one that is bound to an address of this machine.
func socket(t *testing.T, kind int, at syscall.Sockaddr, domain int) int {
	fd, err := syscall.Socket(domain, kind, 0)
	if err == nil {
		err = syscall.Bind(fd, at)
	}
	if err == nil && kind == syscall.SOCK_STREAM {
		err = syscall.Listen(fd, 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	return fd
}

func TestLeaksListener(t *testing.T) {
	socket(t, syscall.SOCK_STREAM, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}, syscall.AF_INET)
}

func TestLeaksListener6(t *testing.T) {
	socket(t, syscall.SOCK_STREAM, &syscall.SockaddrInet6{Addr: [16]byte{15: 1}}, syscall.AF_INET6)
}

func TestLeaksUDP(t *testing.T) {
	socket(t, syscall.SOCK_DGRAM, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}, syscall.AF_INET)
}

var never = make(chan bool)

func TestLeaksGoroutine(t *testing.T) {
	go func() { <-never }()
}

type nowhere struct{}

func (nowhere) Connect(context.Context) (driver.Conn, error) { return nil, errors.New("nowhere") }
func (nowhere) Driver() driver.Driver                        { return nil }

func TestOpensThePool(t *testing.T) { sql.OpenDB(nowhere{}) }

func TestLeaksAPool(t *testing.T) { sql.OpenDB(nowhere{}) }

// somewhere has one table without columns and rows.
type somewhere struct{ driver.Conn }

func (s somewhere) Connect(context.Context) (driver.Conn, error) { return s, nil }
func (somewhere) Driver() driver.Driver                          { return nil }
func (s somewhere) Begin() (driver.Tx, error)                    { return s, nil }
func (somewhere) Commit() error                                  { return nil }
func (somewhere) Rollback() error                                { return nil }
func (s somewhere) Prepare(string) (driver.Stmt, error)          { return s, nil }
func (somewhere) Close() error                                   { return nil }
func (somewhere) NumInput() int                                  { return 0 }
func (somewhere) Exec([]driver.Value) (driver.Result, error)     { return nil, nil }
func (s somewhere) Query([]driver.Value) (driver.Rows, error)    { return s, nil }
func (somewhere) Columns() []string                              { return nil }
func (somewhere) Next([]driver.Value) error                      { return io.EOF }

func TestLeaksATransaction(t *testing.T) {
	db := sql.OpenDB(somewhere{})
	defer db.Close()
	if _, err := db.Begin(); err != nil {
		t.Fatal(err)
	}
}

func TestLeaksRows(t *testing.T) {
	db := sql.OpenDB(somewhere{})
	defer db.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancels = cancel
	if _, err := db.QueryContext(ctx, "SELECT"); err != nil {
		t.Fatal(err)
	}
}

func TestLeavesGoroutineThatEnds(t *testing.T) {
	go func() { time.Sleep(time.Microsecond) }()
}

func TestLeaksEnvironment(t *testing.T) { os.Setenv("ZOO", "open") }

func TestRestoresEnvironment(t *testing.T) { t.Setenv("PATH", "/nowhere") }

func TestLeaksDir(t *testing.T) {
	if err := os.Chdir(".."); err != nil {
		t.Fatal(err)
	}
}

func TestComesBack(t *testing.T) {
	if err := os.Chdir("ordinary"); err != nil {
		t.Fatal(err)
	}
}

func TestLeaksChild(t *testing.T) {
	child := exec.Command("sleep", "100")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
}

func TestLeaksNothing(t *testing.T) {}

func TestLeaksAFileAboveAFreeDescriptor(t *testing.T) {
	below, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Open(os.Args[0]); err != nil {
		t.Fatal(err)
	}
	below.Close()
}

func TestTakesTheFreeDescriptor(t *testing.T) {
	file, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	kept = file
}

var (
	kept    *os.File
	cancels func()
)

func TestLeavesAFileInCompany(t *testing.T) { leavesInCompany(t) }

func TestLeavesAnotherInCompany(t *testing.T) { leavesInCompany(t) }

func leavesInCompany(t *testing.T) {
	t.Parallel()
	if _, err := os.Open(os.Args[0]); err != nil {
		t.Fatal(err)
	}
	go func() { <-never }()
}

func Example_leaksFile() {
	file, err := os.Open(os.Args[0])
	if err != nil {
		panic(err)
	}
	kept = file
	os.Stdout.WriteString("and what testing has put in the place of standard output is none\n")
	// Output: and what testing has put in the place of standard output is none
}

// What a driver has for as long as a connection is open is the connection's.
func TestConnects(t *testing.T) { mysql.Connect() }
