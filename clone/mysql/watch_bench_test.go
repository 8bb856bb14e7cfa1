package mysql_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/clonetest"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/internal/server"
)

// chain is a schema of 1,100 tables, each of which refers to the one before.
func chain() string {
	var b strings.Builder
	b.WriteString("CREATE TABLE t0 (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100)); INSERT INTO t0(name) VALUES ('a'), ('b'), ('c');\n")
	for i := 1; i < 1100; i++ {
		fmt.Fprintf(&b, "CREATE TABLE t%d (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100), before_id int, FOREIGN KEY (before_id) REFERENCES t%d(id)); INSERT INTO t%[1]d(name, before_id) VALUES ('a', 1), ('b', 2), ('c', 3);\n", i, i-1)
	}
	return b.String()
}

// BenchmarkWatch is what verify and restore cost after a test. Only the looks and the
// restores are timed.
func BenchmarkWatch(b *testing.B) {
	b.Run("on-a-private-server", func(b *testing.B) {
		h := clonetest.Host(b, false)
		benchmarkWatch(b, h, mysql.New(mysql.Options{Host: h, Cache: cache(b), Watched: true}))
	})
	b.Run("on-a-server-of-others", func(b *testing.B) {
		o, h := serve(b, little), clonetest.Host(b, false)
		backend, err := at(h, o.url("tester", password))
		if err != nil {
			b.Fatal(err)
		}
		benchmarkWatch(b, h, backend)
	})
}

func benchmarkWatch(b *testing.B, h *server.Host, backend clone.Backend) {
	template, c := clonetest.CloneAndTemplate(b, h, backend, chain(), "default")
	w, err := backend.Watch(b.Context(), template, c)
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	db, err := sql.Open("mysql", c.Databases["default"]["dsn"])
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	change := func(b *testing.B) {
		for _, table := range []string{"t3", "t500", "t1000"} {
			if _, err := db.Exec("UPDATE " + table + " SET name = IF(name = 'x', 'y', 'x') WHERE id = 1"); err != nil {
				b.Fatal(err)
			}
		}
	}
	look := func(b *testing.B) {
		if _, err := w.Changes(b.Context(), 5); err != nil {
			b.Fatal(err)
		}
	}
	change(b)
	look(b)
	b.Run("verify/nothing", func(b *testing.B) {
		for b.Loop() {
			look(b)
		}
	})
	b.Run("verify/three", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			change(b)
			b.StartTimer()
			look(b)
		}
	})
	b.Run("restore/three", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			change(b)
			b.StartTimer()
			look(b)
			if err := w.Restore(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
