package binlog

import (
	"encoding/binary"
	"fmt"
)

// A cursor reads what is left of an event. After the first thing that isn't
// there it gives zeros, and has an error.
type cursor struct {
	rest []byte
	err  error
}

// bytes takes n of them, which are shared with the event.
func (c *cursor) bytes(n uint64) []byte {
	if n > uint64(len(c.rest)) {
		if c.err == nil {
			c.err = fmt.Errorf("%w: %d bytes where %d are needed", ErrCorrupt, len(c.rest), n)
		}
		c.rest = nil
		return nil
	}
	taken := c.rest[:n:n]
	c.rest = c.rest[n:]
	return taken
}

// little takes an unsigned little-endian number of 0 to 8 bytes.
func (c *cursor) little(size int) uint64 {
	var number [8]byte
	copy(number[:], c.bytes(uint64(size)))
	return binary.LittleEndian.Uint64(number[:])
}

// big takes an unsigned big-endian number of 0 to 8 bytes.
func (c *cursor) big(size int) uint64 {
	var number [8]byte
	copy(number[8-size:], c.bytes(uint64(size)))
	return binary.BigEndian.Uint64(number[:])
}

// packed takes a number of one byte up to 250, else of 2, 3 or 8 bytes after one
// that says so.
func (c *cursor) packed() uint64 {
	switch first := c.little(1); first {
	case 252:
		return c.little(2)
	case 253:
		return c.little(3)
	case 254:
		return c.little(8)
	case 251, 255:
		c.fail("%d begins no length", first)
		return 0
	default:
		return first
	}
}

// text takes n bytes.
func (c *cursor) text(n uint64) string { return string(c.bytes(n)) }

// all takes everything that is left.
func (c *cursor) all() []byte { return c.bytes(uint64(len(c.rest))) }

// more reports whether there is anything left.
func (c *cursor) more() bool { return c.err == nil && len(c.rest) > 0 }

func (c *cursor) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: "+format, append([]any{ErrCorrupt}, args...)...)
	}
	c.rest = nil
}

// A bitmap has its first bit lowest in its first byte.
type bitmap []byte

func (b bitmap) has(i int) bool { return b[i/8]>>(i%8)&1 != 0 }

// full reports whether the first n bits are all set.
func (b bitmap) full(n int) bool {
	for i := range n {
		if !b.has(i) {
			return false
		}
	}
	return true
}

// bitmap takes one of n bits. It is as long as n needs, even after an error.
func (c *cursor) bitmap(n int) bitmap {
	if b := c.bytes(uint64(n+7) / 8); b != nil || n == 0 {
		return b
	}
	return make(bitmap, (n+7)/8)
}
