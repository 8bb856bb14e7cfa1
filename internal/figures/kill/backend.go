package kill

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
)

// A backend is a kind of database that the suite can have.
type backend struct {
	name    string
	schema  string   // which makes a table that takes a moment to fill
	prepare string   // for sh, the same by a command
	env     string   // pattern of what tests look at: a database's file, or a server's socket
	servers []string // names of the processes of its servers
}

func backends() []backend {
	return []backend{
		{"sqlite", `CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO item (name)
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
	SELECT printf('%0500d', i) FROM n;
`, `cp seed.db "$KILL_COPIED"`, "{path}", nil},
		{"postgres", `CREATE TABLE item (id SERIAL PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO item (name) SELECT lpad(i::text, 500, '0') FROM generate_series(1, 4000) i;
`, `psql -qXf schema.sql "host=$KILL_COPIED user=postgres dbname=copied"`, "{socket}", []string{"postgres"}},
		{"mysql", `CREATE TABLE item (id INT AUTO_INCREMENT PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO item (name)
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
	SELECT lpad(i, 500, '0') FROM n;
`, `"$(command -v mysql || command -v mariadb)" --no-defaults -S "$KILL_COPIED" -u root copied <schema.sql`, "{socket}", []string{"mariadbd", "mysqld"}},
	}
}

// Backends are the names of what can be killed.
func Backends() []string {
	var names []string
	for _, b := range backends() {
		names = append(names, b.name)
	}
	return names
}

// backendOf is the one called name, which is one of Backends.
func backendOf(name string) backend {
	return backends()[slices.Index(Backends(), name)]
}

// aims are those at which runs on b are killed.
func (b backend) aims() []aim {
	if len(b.servers) == 0 {
		return []aim{ptr, child, grandchild}
	}
	return []aim{ptr, child, grandchild, server}
}

// seed makes what the preparing command of the suite in module copies, if it does.
func (b backend) seed(ctx context.Context, module string) error {
	if len(b.servers) > 0 {
		return nil
	}
	schema := filepath.Join(module, "schema.sql")
	return sqlite.New().Fill(ctx, filepath.Join(module, "seed.db"), []clone.Source{{SQL: []string{schema}}})
}

// check reports whether a template is a database. That of a server is not started
// for that: its bytes are compared.
func (b backend) check(ctx context.Context, path string) error {
	if len(b.servers) > 0 {
		return nil
	}
	return sqlite.New().Check(ctx, path)
}
