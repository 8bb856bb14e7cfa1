package mysql_test

import (
	"database/sql"
	"testing"
	"time"

	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
)

func TestPerturbedClonesNumberFromElsewhere(t *testing.T) {
	const fill = "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, name text); INSERT INTO t(name) VALUES ('a');"
	for perturbed, want := range map[bool]string{false: "2", true: "5"} {
		h := clonetest.Host(t, false)
		b := mysql.New(mysql.Options{Host: h, Cache: cache(t), Unordered: perturbed, Elsewhere: perturbed})
		dsn := clonetest.CloneOf(t, h, b, fill, "default").Databases["default"]["dsn"]
		db, err := sql.Open("mysql", dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("INSERT INTO t(name) VALUES ('b')"); err != nil {
			t.Fatal(err)
		}
		if got := clonetest.Answer(t, "mysql", dsn, "SELECT max(id) FROM t"); got != want {
			t.Errorf("perturbed %v: the next row has the number %s, want %s", perturbed, got, want)
		}
	}
}

func TestContendHoldsLocksAndLetsGo(t *testing.T) {
	h := clonetest.Host(t, false)
	b := mysql.New(mysql.Options{Host: h, Cache: cache(t)})
	c := clonetest.CloneOf(t, h, b, "CREATE TABLE t (name text) ENGINE=InnoDB;", "default")
	clonetest.Contended(t, b, c, "mysql", c.Databases["default"]["dsn"]+"?innodb_lock_wait_timeout=0&lock_wait_timeout=0", "INSERT INTO t VALUES ('a')")
}

func TestSlowCommitsWait(t *testing.T) {
	const slow = 40 * time.Millisecond
	h := clonetest.Host(t, false)
	b := mysql.New(mysql.Options{Host: h, Cache: cache(t), SlowCommits: slow})
	dsn := clonetest.CloneOf(t, h, b, "CREATE TABLE t (name text);", "default").Databases["default"]["dsn"]
	clonetest.Waits(t, "mysql", dsn, slow)
}
