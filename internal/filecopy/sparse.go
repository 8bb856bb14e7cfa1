package filecopy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
)

// Sparse copies what from has to to, which is empty, as [File] does, but leaves holes
// where from has nothing but zeros. They are read as zeros, and take no room.
func Sparse(ctx context.Context, to, from *os.File) error {
	if reflink(to, from) == nil {
		return nil
	}
	info, err := from.Stat()
	if err != nil {
		return err
	}
	if err := to.Truncate(info.Size()); err != nil {
		return err
	}
	// A piece stays in the cache of the processor until it is written.
	piece := make([]byte, min(256<<10, info.Size()+1)) // one more tells where the end is
	for at := int64(0); ; {
		n, err := from.ReadAt(piece, at)
		if err := errors.Join(writeSome(to, piece[:n], at), ctx.Err()); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at += int64(n)
	}
}

// zeros are a block of a file system.
var zeros [4096]byte

// writeSome writes what is in piece at an offset, but for blocks of zeros.
func writeSome(to *os.File, piece []byte, at int64) error {
	for i := 0; i < len(piece); {
		end, empty := run(piece, i)
		if !empty {
			if _, err := to.WriteAt(piece[i:end], at+int64(i)); err != nil {
				return err
			}
		}
		i = end
	}
	return nil
}

// run is where the blocks end from i on that are all empty, or all not.
func run(piece []byte, i int) (end int, empty bool) {
	isEmpty := func(i int) bool {
		block := piece[i:min(i+len(zeros), len(piece))]
		return bytes.Equal(block, zeros[:len(block)])
	}
	empty = isEmpty(i)
	for end = i + len(zeros); end < len(piece) && isEmpty(end) == empty; end += len(zeros) {
	}
	return min(end, len(piece)), empty
}
