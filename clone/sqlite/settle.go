package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/ptr-project/ptr/clone"
)

// settle brings all that was committed into the file at path itself, so that
// it is whole without those beside it. It returns [clone.ErrBusy] if somebody
// has it open still, [clone.ErrEmpty] if there is no database.
func settle(ctx context.Context, path string) error {
	if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return fmt.Errorf("%s: %w", path, clone.ErrEmpty)
	}
	c, err := open(ctx, path, toWrite)
	if err != nil {
		return err
	}
	var busy, logged, moved int
	err = c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &moved)
	if err := errors.Join(err, c.Close()); err != nil {
		return blame(path, err)
	}
	if busy != 0 {
		return fmt.Errorf("%s: %w: its write-ahead log cannot be emptied", path, clone.ErrBusy)
	}
	for _, side := range sides(path) {
		if _, err := os.Stat(side); err == nil {
			return fmt.Errorf("%s: %w: there is %s", path, clone.ErrBusy, side)
		}
	}
	return nil
}
