package command

import (
	"fmt"
	"slices"
	"sync"
)

// Of gigantic output the beginning and the end are kept.
const (
	headSize = 2 << 20
	tailSize = 2 << 20
)

// A capture takes any amount of output and keeps what matters of it. The zero
// capture is empty. It is safe for concurrent use.
type capture struct {
	mu      sync.Mutex
	head    []byte
	tail    []byte // the latest bytes behind head, at least tailSize of them if there were so many
	dropped int    // bytes between head and tail
}

// Write never fails.
func (c *capture) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(p), headSize-len(c.head))
	c.head = append(c.head, p[:n]...)
	c.tail = append(c.tail, p[n:]...)
	if len(c.tail) > 2*tailSize { // so that bytes are moved once in tailSize only
		c.trim()
	}
	return len(p), nil
}

// trim drops what is too much of the tail.
func (c *capture) trim() {
	if extra := len(c.tail) - tailSize; extra > 0 {
		c.dropped += extra
		c.tail = slices.Delete(c.tail, 0, extra)
	}
}

// Bytes is what was written, shortened in the middle where gigantic.
func (c *capture) Bytes() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trim()
	if c.dropped == 0 {
		return slices.Concat(c.head, c.tail)
	}
	return slices.Concat(c.head, fmt.Appendf(nil, "\n… %d bytes left out …\n", c.dropped), c.tail)
}
