package binlog

import (
	"database/sql"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// A server is a private MariaDB that a test has started.
type server struct {
	*sql.DB // connections in UTC, of a database called d

	folder string // with its data and logs
	config *mysql.Config
}

// startServer starts a MariaDB with more options. A test that finds none fails:
// nothing else shows that logs are read as they are written.
func startServer(t testing.TB, options ...string) *server {
	t.Helper()
	// A socket's name is too long in most of t.TempDir's folders.
	folder, err := os.MkdirTemp("", "ptr")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	s := &server{folder: filepath.Join(folder, "data"), config: mysql.NewConfig()}
	common := []string{"--no-defaults", "--datadir=" + s.folder, "--user=" + userName(t), "--innodb-log-file-size=32M"}
	run(t, "mariadb-install-db", append(common, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")...)
	socket := filepath.Join(folder, "s")
	s.serve(t, append(append(common, "--socket="+socket, "--skip-networking", "--log-bin=binlog", "--server-id=1",
		"--binlog-format=ROW", "--binlog-row-image=FULL", "--binlog-row-metadata=FULL",
		"--binlog-annotate-row-events=ON", "--log-bin-trust-function-creators=ON", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"), options...))
	s.config.User, s.config.Net, s.config.Addr = "root", "unix", socket
	s.config.Params = map[string]string{"time_zone": "'+00:00'", "sql_mode": "''", "innodb_lock_wait_timeout": "5"}
	s.config.MultiStatements = true
	s.connect(t)
	return s
}

func userName(t testing.TB) string {
	t.Helper()
	u, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return u.Username
}

func run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// serve runs the server until the test's end.
func (s *server) serve(t testing.TB, options []string) {
	t.Helper()
	daemon := exec.Command("mariadbd", options...)
	if _, err := exec.LookPath("mariadbd"); err != nil {
		daemon = exec.Command("mysqld", options...)
	}
	log, err := os.Create(s.folder + ".log")
	if err != nil {
		t.Fatal(err)
	}
	daemon.Stdout, daemon.Stderr = log, log
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		daemon.Process.Kill()
		daemon.Wait()
		log.Close()
		if text, err := os.ReadFile(log.Name()); t.Failed() && err == nil {
			t.Logf("the server's log:\n%s", text)
		}
	})
}

// connect waits until the server answers.
func (s *server) connect(t testing.TB) {
	t.Helper()
	var err error
	for range 600 {
		var db *sql.DB
		if db, err = sql.Open("mysql", s.config.FormatDSN()); err != nil {
			t.Fatal(err)
		}
		if _, err = db.Exec("CREATE DATABASE IF NOT EXISTS d"); err == nil {
			db.Close()
			break
		}
		db.Close()
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.config.DBName = "d"
	if s.DB, err = sql.Open("mysql", s.config.FormatDSN()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.DB.Close() })
}

func (s *server) exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, text := range statements {
		if _, err := s.Exec(text); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
}

// strings is the first column of a query's rows.
func (s *server) strings(t testing.TB, query string) (column []string) {
	t.Helper()
	rows, err := s.Query(query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var text sql.NullString
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		if !text.Valid {
			text.String = "NULL"
		}
		column = append(column, text.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return column
}

// end is where the log ends now.
func (s *server) end(t testing.TB) Position {
	t.Helper()
	var at Position
	var do, ignore string
	if err := s.QueryRow("SHOW MASTER STATUS").Scan(&at.File, &at.Offset, &do, &ignore); err != nil {
		t.Fatal(err)
	}
	return at
}

// follow opens the log at its end.
func (s *server) follow(t testing.TB) *Log {
	t.Helper()
	log, err := Open(s.folder, s.end(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// read reads a log to its end.
func read(t testing.TB, log *Log) (all []*Transaction) {
	t.Helper()
	for {
		transaction, err := log.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, transaction)
	}
}
