package sqlite

import (
	"context"
	"os"
)

// serialized reads the pages through SQLite into memory, and writes them as
// they are. It carries everything.
func serialized(ctx context.Context, template snapshot, path string) error {
	from, err := open(ctx, template.path, asSnapshot)
	if err != nil {
		return err
	}
	defer from.Close()
	image, err := serialize(from.Conn)
	if err != nil {
		return blame(template.path, err)
	}
	return os.WriteFile(path, image, 0o600)
}
