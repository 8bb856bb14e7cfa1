package worker

import (
	"bytes"
	"fmt"
)

// An Excerpt keeps the beginning and the end of what is written to it, and says
// in between how much it left out. The zero value keeps nothing: set Limit
// first.
type Excerpt struct {
	Limit int // bytes of each, beginning and end

	head, tail []byte // tail is a ring once it is full
	at         int    // where the ring begins
	total      int
}

// Write never fails.
func (e *Excerpt) Write(b []byte) (int, error) {
	n := len(b)
	e.total += n
	if room := e.Limit - len(e.head); room > 0 {
		taken := min(room, len(b))
		e.head = append(e.head, b[:taken]...)
		b = b[taken:]
	}
	if len(b) > e.Limit {
		b = b[len(b)-e.Limit:]
	}
	if room := min(e.Limit-len(e.tail), len(b)); room > 0 {
		e.tail = append(e.tail, b[:room]...)
		b = b[room:]
	}
	for len(b) > 0 {
		copied := copy(e.tail[e.at:], b)
		b = b[copied:]
		e.at = (e.at + copied) % len(e.tail)
	}
	return n, nil
}

// Len is how many bytes have been written.
func (e *Excerpt) Len() int { return e.total }

// Bytes are what was written, shortened in the middle where it is longer than
// twice the limit.
func (e *Excerpt) Bytes() []byte {
	omitted := e.total - len(e.head) - len(e.tail)
	end := append(bytes.Clone(e.tail[e.at:]), e.tail[:e.at]...)
	if omitted == 0 {
		return append(bytes.Clone(e.head), end...)
	}
	note := fmt.Sprintf("\n[... %d bytes left out ...]\n", omitted)
	return append(append(bytes.Clone(e.head), note...), end...)
}

// End are the last bytes that were written, at most n.
func (e *Excerpt) End(n int) []byte {
	all := e.Bytes()
	return all[max(0, len(all)-n):]
}
