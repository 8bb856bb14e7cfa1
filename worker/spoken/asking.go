package spoken

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/protocol"
)

// An EndedError says that a process ended, or could not be heard any more, when
// it was asked about its suite.
type EndedError struct {
	Reason string // such as "exit status 1"
	Mute   bool   // it never said hello
	Output []byte // the end of what it printed
}

func (e *EndedError) Error() string {
	text := "it ended: " + e.Reason
	if e.Mute {
		text = "it ended without a word of the protocol: " + e.Reason
	}
	return text + quoted(e.Output)
}

// A SilentError says that a process has said nothing for too long when it was
// asked about its suite.
type SilentError struct {
	For    time.Duration
	Mute   bool   // it never said hello
	Output []byte // the end of what it printed
}

func (e *SilentError) Error() string {
	text := fmt.Sprintf("it has said nothing for %v", e.For)
	if e.Mute {
		text = fmt.Sprintf("it has not said a word of the protocol for %v", e.For)
	}
	return text + quoted(e.Output)
}

// quoted is what was printed, on lines of its own below an error.
func quoted(output []byte) string {
	if len(output) == 0 {
		return ""
	}
	return "\n" + string(output)
}

// ask says m and waits until the answer is complete.
func (w *Worker) ask(ctx context.Context, m protocol.Message, complete func(*listing) bool) (listing, error) {
	w.book.forget()
	w.say(m)
	timer := time.NewTimer(w.quiet)
	defer timer.Stop()
	for {
		if found, over, err := w.book.answer(complete); over || err != nil {
			return found, err
		}
		if w.book.orphan() != nil {
			return w.lastAnswer(complete)
		}
		select {
		case <-w.book.changed:
		case <-timer.C:
			left := w.quiet - w.book.quietFor()
			switch {
			case w.quiet == 0: // there is all the time in the world
			case left <= 0:
				return listing{}, w.silence()
			default:
				timer.Reset(left)
			}
		case <-ctx.Done():
			w.await(0)
			return listing{}, ctx.Err()
		case <-w.child.Exited():
			return w.lastAnswer(complete)
		}
	}
}

// silence ends a process that does not answer.
func (w *Worker) silence() error {
	w.await(0)
	return &SilentError{w.quiet, !w.book.hasGreeted(), w.book.printedLast()}
}

// lastAnswer is what a process said before it ended, or closed its pipe, which
// is as good as an end.
func (w *Worker) lastAnswer(complete func(*listing) bool) (listing, error) {
	reason := "it closed its pipe to ptr"
	if w.await(parting) {
		reason = w.child.State().Text
	}
	if found, over, err := w.book.answer(complete); over || err != nil {
		return found, err
	}
	return listing{}, &EndedError{reason, !w.book.hasGreeted(), w.book.printedLast()}
}

// forget makes room for another answer.
func (b *book) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.found, b.heard = listing{}, time.Now()
}

// answer is what has been said so far. The error is the worker's own.
func (b *book) answer(complete func(*listing) bool) (found listing, over bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refused != "" {
		return listing{}, false, errors.New(b.refused)
	}
	return b.found, complete(&b.found), nil
}

// quietFor is how long nothing has been heard.
func (b *book) quietFor() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Since(b.heard)
}

func (b *book) hasGreeted() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.greeted
}

// printedLast is the end of what the process printed.
func (b *book) printedLast() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.recent.End(4 << 10)
}
