package binlog

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
)

// uncompress undoes MariaDB's log_bin_compress: a byte with the algorithm and the
// length's length, the length, and a zlib stream.
func uncompress(data []byte) ([]byte, error) {
	c := cursor{rest: data}
	first := c.little(1)
	sizeSize := int(first & 7)
	if first>>4&7 != 0 || first&0x80 == 0 || sizeSize < 1 || sizeSize > 4 {
		return nil, fmt.Errorf("compression %#02x: %w", first, ErrUnsupported)
	}
	size := c.big(sizeSize)
	if c.err != nil {
		return nil, c.err
	}
	return unzip(c.rest, size)
}

// unzip reads a zlib stream that must be of size bytes uncompressed.
func unzip(data []byte, size uint64) ([]byte, error) {
	stream, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return inflate(stream, size)
}

func inflate(stream io.Reader, size uint64) ([]byte, error) {
	// Read what is there, rather than make room for what is stated.
	plain, err := io.ReadAll(io.LimitReader(stream, int64(min(size, 1<<32))+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if uint64(len(plain)) != size {
		return nil, fmt.Errorf("%w: %d bytes uncompressed, should be %d", ErrCorrupt, len(plain), size)
	}
	return plain, nil
}

// uncompressColumn undoes a COMPRESSED column: a byte with the algorithm (high four bits),
// whether the stream is bare, and the length's length (low three); the length; and the stream. A
// first byte of zero begins what is not compressed, and nothing at all is an empty string.
//
// Source: MariaDB's sql/field_comp.cc
func uncompressColumn(data []byte) ([]byte, error) {
	const zlibMethod, bare = 8, 8
	if len(data) == 0 {
		return data, nil
	}
	c := cursor{rest: data}
	first := c.little(1)
	if first == 0 {
		return c.rest, nil
	}
	if first>>4 != zlibMethod {
		return nil, fmt.Errorf("column compressed as %#02x: %w", first, ErrUnsupported)
	}
	size := c.big(int(first & 7))
	if first&bare != 0 {
		return inflate(flate.NewReader(bytes.NewReader(c.rest)), size)
	}
	return unzip(c.rest, size)
}
