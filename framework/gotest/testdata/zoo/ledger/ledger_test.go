package ledger

import (
	"database/sql"
	"sync"
	"testing"
	"time"
)

func TestEveryWay(t *testing.T) {
	db := open(t)
	db.Exec("INSERT INTO orders VALUES (?, ?)", 7, "sent")
	query(t, db, "SELECT n FROM orders")
	var n int
	db.QueryRow("SELECT n FROM empty WHERE at < ?", time.Unix(0, 0).UTC()).Scan(&n)
	db.QueryRow("SELECT n FROM orders WHERE id = ?", sql.Named("id", []byte{1, 2})).Scan(&n)
	tx, _ := db.Begin()
	prepared, _ := tx.Prepare("UPDATE orders SET total = ?")
	prepared.Exec(nil)
	prepared.Close()
	tx.Commit()
	tx.Rollback() // as is deferred
	db.Prepare("malformed")
	if _, err := db.Exec("fail"); err != nil {
		t.Error(err)
	}
}

func query(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
	}
}

func TestPasses(t *testing.T) { query(t, open(t), "SELECT 1") }

func TestSubtests(t *testing.T) {
	db := open(t)
	t.Run("a", func(t *testing.T) { db.Exec("a") })
	t.Run("b", func(t *testing.T) {
		var workers sync.WaitGroup
		workers.Add(1)
		go func() {
			defer workers.Done()
			db.Exec("b")
		}()
		workers.Wait()
		t.Fail()
	})
}

func TestMany(t *testing.T) {
	db := open(t)
	for i := range 250 {
		db.Exec("INSERT", i)
	}
	t.Fail()
}

func TestOpenRows(t *testing.T) {
	db := open(t)
	db.Query("SELECT n FROM orders")
	t.Fail()
}

func TestPanics(t *testing.T) {
	open(t).Exec("last words")
	panic("boom")
}

// Two tests of which neither goes on without the other.
var both = func() *sync.WaitGroup {
	var two sync.WaitGroup
	two.Add(2)
	return &two
}()

func TestParallel(t *testing.T) {
	t.Parallel()
	together(t, "one")
}

func TestParallelToo(t *testing.T) {
	t.Parallel()
	together(t, "two")
}

func together(t *testing.T, text string) {
	db := open(t)
	both.Done()
	both.Wait()
	db.Exec(text)
	t.Fail()
}

func TestLeavesATransaction(t *testing.T) {
	if _, err := open(t).Begin(); err != nil {
		t.Fatal(err)
	}
}
