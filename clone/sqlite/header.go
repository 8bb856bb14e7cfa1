package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ptr-project/ptr/clone"
)

// A header is how a database begins, or a whole database image.
//
// Source: https://www.sqlite.org/fileformat2.html#the_database_header
type header []byte

const headerSize = 100

func (h header) pageSize() int {
	if n := int(binary.BigEndian.Uint16(h[16:])); n != 1 {
		return n
	}
	return 65536
}

// usable is how much of each page SQLite uses.
func (h header) usable() int { return h.pageSize() - int(h[20]) }

// wal reports whether the database is in WAL mode.
func (h header) wal() bool { return h[18] == 2 }

// withoutWAL makes it one of a database in journal mode delete, since no other
// can be in memory.
func (h header) withoutWAL() { h[18], h[19] = 1, 1 }

func (h header) userVersion() uint32   { return binary.BigEndian.Uint32(h[60:]) }
func (h header) applicationID() uint32 { return binary.BigEndian.Uint32(h[68:]) }

// pages is how many there must be; 0 if the header doesn't know.
func (h header) pages() int64 {
	if binary.BigEndian.Uint32(h[24:]) != binary.BigEndian.Uint32(h[92:]) {
		return 0 // written by an old SQLite
	}
	return int64(binary.BigEndian.Uint32(h[28:]))
}

// check returns an error unless it can begin a database of size bytes.
func (h header) check(size int64) error {
	p := h.pageSize()
	switch {
	case string(h[:16]) != "SQLite format 3\x00":
		return fmt.Errorf("%w: it does not begin as one (encrypted, or something else)", clone.ErrCorrupt)
	case p < 512 || p&(p-1) != 0:
		return fmt.Errorf("%w: page size %d", clone.ErrCorrupt, p)
	case size < h.pages()*int64(p):
		return fmt.Errorf("%w: %d bytes of %d", clone.ErrCorrupt, size, h.pages()*int64(p))
	}
	return nil
}

// readHeader reads that of f, a database of size bytes.
func readHeader(f *os.File, size int64) (header, error) {
	if size == 0 {
		return nil, fmt.Errorf("%w: the file is empty", clone.ErrEmpty)
	}
	h := make(header, headerSize)
	if _, err := f.ReadAt(h, 0); errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %d bytes", clone.ErrCorrupt, size)
	} else if err != nil {
		return nil, err
	}
	return h, h.check(size)
}
