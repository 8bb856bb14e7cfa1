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
	"github.com/ptr-project/ptr/internal/server"
)

// childVariable has what a child process is to do: driver, DSN and query,
// separated by line feeds.
const childVariable = "PTR_CLONETEST_CHILD"

// Main runs the tests of a package that calls [Run] or [Host], or is one of their
// child processes. It returns the exit status.
func Main(m *testing.M) int {
	if len(os.Args) == 3 && os.Args[1] == launcher {
		if err := server.Launch(os.Stdin, os.Stdout, os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	task := os.Getenv(childVariable)
	if task == "" {
		return inMemory(m.Run)
	}
	parts := strings.SplitN(task, "\n", 3)
	answer, err := ask(context.Background(), parts[0], parts[1], parts[2])
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // some statements answer nothing
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Fprint(os.Stdout, answer)
	return 0
}

// inMemory has tests use memory for temporary files, where there is plenty: most of
// what templates take on a disk is to make their files, a thousand each.
func inMemory(run func() int) int {
	root := memory()
	if root == "" {
		return run()
	}
	dir, err := os.MkdirTemp(root, "clonetest")
	if err == nil {
		defer os.RemoveAll(dir)
		err = errors.Join(os.Chmod(dir, 0o711), os.Setenv("TMPDIR", dir)) // servers are other users
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return run()
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
		got, err := Child(b.Context(), b.Driver, dsn(c), b.Names).Output()
		if err != nil || string(got) != "ann" {
			b.Errorf("a child process reads %q, %v, want %q", got, err, "ann")
		}
	})
	b.sentence("a clone sees what another process writes", func(b *bench) {
		c := b.clone("near")
		db := b.open(c)
		b.value(db, b.Names) // so that it is open already
		const write = "INSERT INTO people(name) VALUES ('bob')"
		if out, err := Child(b.Context(), b.Driver, dsn(c), write).CombinedOutput(); err != nil {
			b.Fatalf("a child process: %v: %s", err, out)
		}
		if got, want := b.value(db, b.Names), "ann bob"; got != want {
			b.Errorf("this process reads %q, want %q", got, want)
		}
	})
}
