package workertest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/ptr-project/ptr/protocol"
)

// An Actor is the worker's side of the protocol, for a process that plays a part
// on a [Stage]. Its methods panic if ptr's side is gone.
type Actor struct {
	Nonce string // of its marks
	Marks bool   // it prints them

	in     *protocol.Reader
	out    *os.File
	stdout io.Writer
	begun  int // tests
}

// newActor opens the pipes that a worker is told.
func newActor(pipes string) *Actor {
	var reads, writes uintptr
	if _, err := fmt.Sscan(pipes, &reads, &writes); err != nil {
		panic(err)
	}
	return &Actor{in: protocol.NewReader(os.NewFile(reads, "from ptr")), out: os.NewFile(writes, "to ptr"), stdout: os.Stdout}
}

// Say sends m.
func (a *Actor) Say(m protocol.Message) {
	if err := protocol.Write(a.out, m); err != nil {
		panic(err)
	}
}

// SayRaw sends text as it is.
func (a *Actor) SayRaw(text string) {
	if _, err := a.out.WriteString(text); err != nil {
		panic(err)
	}
}

// Hang closes the pipe to ptr.
func (a *Actor) Hang() {
	if err := a.out.Close(); err != nil {
		panic(err)
	}
}

// Hello says hello, with marks or without, and hears the answer.
func (a *Actor) Hello(marks bool) protocol.Message {
	a.Marks = marks
	a.Say(protocol.Message{Type: protocol.Hello, Version: protocol.Version, PID: os.Getpid(), Marks: marks})
	m := a.Hear()
	a.Nonce = m.Nonce
	return m
}

// Hear is the next message. At the end of the pipe it is a bye.
func (a *Actor) Hear() protocol.Message {
	m, err := a.in.Read()
	var malformed *protocol.MalformedError
	switch {
	case errors.As(err, &malformed):
		panic(err)
	case err != nil:
		return protocol.Message{Type: protocol.Bye}
	}
	return m
}

// Begin says that a test begins, behind its mark.
func (a *Actor) Begin(test string) {
	a.begun++
	a.Mark("TEST", a.begun)
	a.Say(protocol.Message{Type: protocol.Begin, Test: test, At: time.Now().UnixNano()})
}

// End says how the test ended that began last, behind its mark.
func (a *Actor) End(m protocol.Message) {
	a.Mark("END", a.begun)
	m.Type = protocol.Attempt
	a.Say(m)
}

// Done says that a batch has ended, behind its mark.
func (a *Actor) Done(batch int) {
	a.Mark("SYNC", batch)
	a.Say(protocol.Message{Type: protocol.Done, Batch: batch})
}

// Mark prints a mark.
func (a *Actor) Mark(word string, n int) {
	a.Print(fmt.Sprintf("\x16=== %s  %s %d\n", word, a.Nonce, n))
}

// Print prints text as a test does.
func (a *Actor) Print(text string) {
	_, _ = io.WriteString(a.stdout, text) // that it is closed may be part of the play
}
