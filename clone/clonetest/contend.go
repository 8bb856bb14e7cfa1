package clonetest

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/ptr-project/ptr/clone"
)

// Contended tests what a [clone.Contender] promises of a clone that has a table t, where
// statement writes to it and fails at once if somebody holds a lock that it needs.
func Contended(t *testing.T, b clone.Backend, c clone.Clone, driver, dsn, statement string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	write := func() error { _, err := db.Exec(statement); return err }
	if err := write(); err != nil {
		t.Fatalf("%s: %v, though nobody holds a lock", statement, err)
	}
	ctx, letGo := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	contend := func() { ended <- b.(clone.Contender).Contend(ctx, c, time.Second) }
	go contend()
	for err = write(); err == nil; err = write() {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("Contend: %v", err)
			}
			go contend() // it had met the statement, and so held what else is free
		case <-time.After(time.Millisecond):
		}
	}
	var rows int
	if err := db.QueryRow("SELECT count(*) FROM t").Scan(&rows); err != nil || rows < 1 {
		t.Errorf("who reads finds %d rows, and error %v", rows, err)
	}
	letGo()
	if err := <-ended; err != nil {
		t.Errorf("Contend: %v", err)
	}
	if err := write(); err != nil {
		t.Errorf("%s: %v, though the lock is no more", statement, err)
	}
	busy, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Rollback() }()
	if _, err := busy.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := b.(clone.Contender).Contend(t.Context(), c, time.Millisecond); err != nil {
		t.Errorf("Contend, where somebody is writing: %v", err)
	}
	if _, err := busy.Exec(statement); err != nil {
		t.Errorf("%s: %v, in a transaction that Contend has found under way", statement, err)
	}
}
