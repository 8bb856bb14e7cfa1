package binlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	magic      = "\xfebin"
	headerSize = 19

	// readAhead is what is read at once, unless an event is longer. What a test
	// changes mostly fits.
	readAhead = 32 << 10
)

// A reader reads the events of one file, which may still be growing. It is for
// one goroutine.
type reader struct {
	source io.ReaderAt
	offset int64  // of the next event
	ahead  []byte // what has been read from there on

	format *format           // of this file; nil until it has been read
	tables map[uint64]*Table // that the statement under way has named
}

// newReader is a reader of the events from offset on. That must be where an event
// begins, before the table maps of a statement; 0 is the beginning.
func newReader(source io.ReaderAt, offset int64) *reader {
	return &reader{source: source, offset: max(offset, int64(len(magic))), tables: map[uint64]*Table{}}
}

// next returns the next event. At the end of what is written so far the error is io.EOF,
// be it in the middle of an event, and next may be called again later. Values
// share memory with the event, and nothing else.
func (r *reader) next() (event, error) {
	if r.format == nil && r.offset > int64(len(magic)) {
		if err := r.readFormat(); err != nil {
			return event{}, err
		}
	}
	raw, err := r.raw()
	if err != nil {
		return event{}, err
	}
	e := event{kind: eventType(raw[4]), start: r.offset}
	if e.body, err = r.parse(e.kind, raw); err != nil {
		return event{}, fmt.Errorf("%v at offset %d: %w", e.kind, e.start, err)
	}
	r.offset += int64(len(raw))
	r.ahead = r.ahead[len(raw):]
	return e, nil
}

// readFormat reads the format description, which is at the file's beginning.
func (r *reader) readFormat() error {
	first := newReader(r.source, 0)
	if _, err := first.next(); err != nil {
		return err
	}
	r.format = first.format
	return nil
}

// raw returns the whole next event, or io.EOF.
func (r *reader) raw() ([]byte, error) {
	if r.format == nil {
		if err := r.checkMagic(); err != nil {
			return nil, err
		}
	}
	if err := r.fill(headerSize); err != nil {
		return nil, err
	}
	size := int(binary.LittleEndian.Uint32(r.ahead[9:]))
	if size < headerSize {
		return nil, fmt.Errorf("event at offset %d: %w: a length of %d bytes", r.offset, ErrCorrupt, size)
	}
	if err := r.fill(size); err != nil {
		return nil, err
	}
	return r.ahead[:size:size], nil
}

// fill reads ahead until there are size bytes. It believes in a length only as far as
// there is something to read, lest a wrong one takes all memory.
func (r *reader) fill(size int) error {
	for len(r.ahead) < size {
		if len(r.ahead) == cap(r.ahead) {
			// What was given away stays as it is: never read over it.
			r.ahead = append(make([]byte, 0, max(readAhead, 2*len(r.ahead))), r.ahead...)
		}
		n, err := r.source.ReadAt(r.ahead[len(r.ahead):cap(r.ahead)], r.offset+int64(len(r.ahead)))
		r.ahead = r.ahead[:len(r.ahead)+n]
		if err != nil && (!errors.Is(err, io.EOF) || len(r.ahead) < size) {
			return err
		}
	}
	return nil
}

func (r *reader) checkMagic() error {
	var begin [len(magic)]byte
	if _, err := r.source.ReadAt(begin[:], 0); err != nil {
		return err
	}
	if string(begin[:]) != magic {
		return fmt.Errorf("%w: it does not begin as one", ErrCorrupt)
	}
	return nil
}
