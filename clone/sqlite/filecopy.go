package sqlite

import (
	"context"
	"errors"
	"io"
	"os"
)

// fileCopy copies bytes, within the kernel where it can: as a reflink, which
// shares the blocks until they are written (XFS, Btrfs), or else as the system
// does it best. It carries everything, byte by byte.
func fileCopy(ctx context.Context, template snapshot, path string) error {
	from, err := os.Open(template.path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(copyBytes(ctx, to, from), to.Close())
}

func copyBytes(ctx context.Context, to, from *os.File) error {
	if reflink(to, from) {
		return nil
	}
	const piece = 64 << 20 // bytes until the next look at ctx
	for {
		err := copyPiece(to, from, piece)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}
