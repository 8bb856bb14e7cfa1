package binlog

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
)

// A format is what a file's first event, its format description, says of the others.
type format struct {
	checksum bool   // whether events have CRC-32 checksums
	raw      []byte // the whole event
}

const (
	checksumSize = 4

	// A format description ends with the checksums' algorithm and its own
	// checksum, whether it has one or not.
	algorithmSize = 1

	// inUse is the flag of a format description whose file is still written.
	inUse = 1
)

// parseFormat reads: version 2, server's version 50, created 4, length of headers 1,
// lengths of the fixed parts of each type of event.
func parseFormat(t eventType, raw []byte) (*format, error) {
	const fixed = 2 + 50 + 4 + 1
	switch {
	case t != formatDescriptionEvent:
		return nil, fmt.Errorf("%w: it is not a format description", ErrCorrupt)
	case len(raw) < headerSize+fixed+algorithmSize+checksumSize:
		return nil, fmt.Errorf("%w: %d bytes are too few", ErrCorrupt, len(raw))
	}
	c := cursor{rest: raw[headerSize:]}
	version := c.little(2)
	c.bytes(50 + 4)
	if size := c.little(1); version != 4 || size != headerSize {
		return nil, fmt.Errorf("version %d, headers of %d bytes: %w", version, size, ErrUnsupported)
	}
	f := &format{raw: raw}
	switch algorithm := raw[len(raw)-checksumSize-algorithmSize]; algorithm {
	case 0:
	case 1:
		f.checksum = true
	default:
		return nil, fmt.Errorf("checksums of kind %d: %w", algorithm, ErrUnsupported)
	}
	_, err := f.body(raw)
	return f, err
}

// like reports whether events of the other format are read the same way.
func (f *format) like(other *format) bool {
	const created = headerSize + 2 + 50 // when a file was begun matters not
	said := func(f *format) [2]string {
		return [2]string{string(f.raw[headerSize:created]), string(f.raw[created+4 : len(f.raw)-checksumSize])}
	}
	return said(f) == said(other)
}

// trailer is how long what follows an event's body is.
func (f *format) trailer() int {
	if f.checksum {
		return checksumSize
	}
	return 0
}

// body is an event without header and checksum, which it checks.
func (f *format) body(raw []byte) ([]byte, error) {
	end := len(raw) - f.trailer()
	if end < headerSize {
		return nil, fmt.Errorf("%w: there is no room for a checksum", ErrCorrupt)
	}
	if f.checksum {
		stated, computed := binary.LittleEndian.Uint32(raw[end:]), checksum(raw[:end])
		if stated != computed {
			return nil, fmt.Errorf("%w: checksum %08x, should be %08x", ErrCorrupt, computed, stated)
		}
	}
	return raw[headerSize:end], nil
}

// checksum is that of an event. A file in use is marked so without regard to it.
func checksum(event []byte) uint32 {
	if eventType(event[4]) == formatDescriptionEvent && event[17]&inUse != 0 {
		event = slices.Clone(event)
		event[17] &^= inUse
	}
	return crc32.ChecksumIEEE(event)
}
