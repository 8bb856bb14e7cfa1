package clonetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
)

// childVariable has what a child process is to do: driver, DSN and query,
// separated by line feeds.
const childVariable = "PTR_CLONETEST_CHILD"

// Main runs the tests of a package that calls [Run], or is one of their child
// processes. It returns the exit status.
func Main(m *testing.M) int {
	task := os.Getenv(childVariable)
	if task == "" {
		return m.Run()
	}
	parts := strings.SplitN(task, "\n", 3)
	answer, err := ask(context.Background(), parts[0], parts[1], parts[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprint(os.Stdout, answer)
	return 0
}

// ask is what a query of one value returns.
func ask(ctx context.Context, driver, dsn, query string) (answer string, err error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return answer, db.QueryRowContext(ctx, query).Scan(&answer)
}

// Child is a process of the test binary that prints the only value of what
// query returns. The driver must be linked in.
func Child(ctx context.Context, driver, dsn, query string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0])
	// The race detector would let every process sleep for a second at its end.
	c.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", childVariable+"="+strings.Join([]string{driver, dsn, query}, "\n"))
	return c
}

func (b *bench) processes() {
	if b.strategy.Reach() != clone.ByAddress {
		return
	}
	b.sentence("another process opens a clone", func(b *bench) {
		c := b.clone("far")
		got, err := Child(b.Context(), b.Driver, c.Values["dsn"], names).Output()
		if err != nil || string(got) != "ann" {
			b.Errorf("a child process reads %q, %v, want %q", got, err, "ann")
		}
	})
	b.sentence("a clone sees what another process writes", func(b *bench) {
		c := b.clone("near")
		db := b.open(c)
		b.value(db, names) // so that it is open already
		const write = "INSERT INTO people(name) VALUES ('bob') RETURNING name"
		if out, err := Child(b.Context(), b.Driver, c.Values["dsn"], write).CombinedOutput(); err != nil {
			b.Fatalf("a child process: %v: %s", err, out)
		}
		if got, want := b.value(db, names), "ann bob"; got != want {
			b.Errorf("this process reads %q, want %q", got, want)
		}
	})
}
