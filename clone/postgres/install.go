package postgres

import (
	"regexp"

	"github.com/ptr-project/ptr/internal/server"
)

// product says where packages put a server.
func product() server.Product {
	return server.Product{
		Name:    "PostgreSQL",
		Servers: []string{"postgres"},
		Folders: []string{
			"/usr/lib/postgresql/*/bin",          // Debian
			"/usr/pgsql-*/bin",                   // Red Hat, from postgresql.org
			"/opt/homebrew/opt/postgresql@*/bin", // macOS
			"/usr/local/opt/postgresql@*/bin",
			"/usr/local/pgsql/bin",
			`C:\Program Files\PostgreSQL\*\bin`,
		},
		Versions: regexp.MustCompile(`\d+(\.\d+|[a-z]+\d+)`),
	}
}
