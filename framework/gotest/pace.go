package gotest

import (
	"io"
	"time"
)

// nap is how long a reader lets messages and output gather. Without it, each
// test would wake it, which costs as much as a short test itself.
const nap = 5 * time.Millisecond

// bulk is so much output that a nap could make the process wait.
const bulk = 16 << 10

// A paced reader does something before each read.
type paced struct {
	io.Reader
	before func()
}

func (p paced) Read(b []byte) (int, error) {
	p.before()
	return p.Reader.Read(b)
}

// napControl lets messages gather while the end of the batch is far off, as the
// tests so far tell: nobody waits for them but for the last.
func (b *book) napControl() {
	b.mu.Lock()
	ended := len(b.tests) - b.left
	far := ended > 0 && time.Since(b.opened)/time.Duration(ended)*time.Duration(b.left) > 4*nap
	b.mu.Unlock()
	if far {
		time.Sleep(nap)
	}
}

// napOutput lets output gather until the worker says that the batch is over.
func (b *book) napOutput(timer *time.Timer, read int) {
	if read == 0 || read >= bulk {
		return
	}
	timer.Reset(nap)
	select {
	case <-timer.C:
	case <-b.hurry:
	}
}
