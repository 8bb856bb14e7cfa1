// Package migrations has the schema of the shop's two databases: "default",
// where the shop lives, and "other", the audit log.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed default/*.sql other/*.sql
var files embed.FS

// Apply creates the schema of alias, "default" or "other", in an empty
// database.
func Apply(ctx context.Context, db *sql.DB, alias string) error {
	names, err := fs.Glob(files, alias+"/*.sql") // sorted
	if err != nil {
		return err
	}
	for _, name := range names {
		script, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
	}
	return nil
}
