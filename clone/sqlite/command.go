package sqlite

import (
	"context"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// runCommand lets a command make the database at path, which it finds in its
// environment.
func runCommand(ctx context.Context, path string, s clone.Source) error {
	if err := s.Run(ctx, values(path, "template")); err != nil {
		return err
	}
	if err := settle(ctx, path); err != nil {
		return fmt.Errorf("%s succeeded, but: %w", strings.Join(s.Command, " "), err)
	}
	c, err := open(ctx, path, asSnapshot)
	if err != nil {
		return err
	}
	defer c.Close()
	tables, err := c.number(ctx, "SELECT count(*) FROM sqlite_schema")
	if err == nil && tables == 0 {
		return fmt.Errorf("%s succeeded, but: %s: %w: it has no tables", strings.Join(s.Command, " "), path, clone.ErrEmpty)
	}
	return blame(path, err)
}
