package sqlite

import (
	"context"
	"os"

	"github.com/ptr-project/ptr/clone"
)

// image is the database of c as a file would have it, were it in journal mode
// delete. It holds what is committed at one moment.
func image(ctx context.Context, c connection) ([]byte, error) {
	// This says what is wrong, if anything; serializing doesn't.
	if _, err := c.number(ctx, "SELECT count(*) FROM sqlite_schema"); err != nil {
		return nil, err
	}
	bytes, err := serialize(c.Conn)
	if err != nil {
		return nil, err
	}
	if len(bytes) < headerSize {
		return nil, clone.ErrEmpty
	}
	header(bytes).withoutWAL()
	return bytes, nil
}

// snapshotImage is the image of a database that nobody writes.
func snapshotImage(path string) ([]byte, error) {
	if _, err := look(path); err != nil {
		return nil, blame(path, err)
	}
	bytes, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	header(bytes).withoutWAL()
	return bytes, nil
}
