package clonetest

import (
	"database/sql"
	"testing"
	"time"
)

// Waits tests that each commit to a table t takes so long at least.
func Waits(t *testing.T, driver, dsn string, slow time.Duration) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	for _, statements := range [][]string{
		{"INSERT INTO t VALUES ('a')"},
		{"BEGIN", "INSERT INTO t VALUES ('a')", "COMMIT"},
	} {
		db.SetMaxOpenConns(1)
		begin := time.Now()
		for _, s := range statements {
			if _, err := db.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begin); took < slow {
			t.Errorf("%q took %v, want %v at least", statements, took, slow)
		}
	}
}
