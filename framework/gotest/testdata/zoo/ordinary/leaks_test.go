package ordinary_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestLeaksFile(t *testing.T) {
	if _, err := os.Open(os.Args[0]); err != nil {
		t.Fatal(err)
	}
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

var kept *os.File

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
