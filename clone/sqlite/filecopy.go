package sqlite

import (
	"context"
	"errors"
	"io"
	"os"
)

// fileCopy copies bytes, within the kernel where it can: as a reflink, which
// shares the blocks until they are written (XFS, Btrfs), or else by
// copy_file_range. From one kind of file system to another, such as from disk
// to memory, neither works, and bytes are read and written: mapping the file,
// larger buffers or sendfile were not faster, since most of the time goes into
// the new pages. It carries everything, byte by byte.
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
	const piece = 64 << 20 // until the next look at ctx
	for {
		// os.File uses copy_file_range by itself where there is one.
		switch _, err := io.CopyN(to, from, piece); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}
