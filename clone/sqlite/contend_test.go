package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/sqlite"
)

func TestContendHoldsLocksAndLetsGo(t *testing.T) {
	b := sqlite.New()
	c := clonetest.CloneOf(t, clonetest.Host(t, false), b, "CREATE TABLE t (name text);", "default")
	clonetest.Contended(t, b, c, "sqlite3", "file:"+c.Path+"?_busy_timeout=0", "INSERT INTO t VALUES ('a')")
}

func TestNobodyContendsForADatabaseInMemory(t *testing.T) {
	err := sqlite.New().(clone.Contender).Contend(t.Context(), clone.Clone{Name: "w1"}, time.Millisecond)
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("error %v, want one that says it can't be done", err)
	}
}
