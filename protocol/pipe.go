package protocol

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// maxLine is the longest line that is read: more is a worker gone mad.
const maxLine = 64 << 20

// A Reader reads messages.
type Reader struct{ lines *bufio.Scanner }

// NewReader returns a Reader of r.
func NewReader(r io.Reader) *Reader {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 32<<10), maxLine)
	return &Reader{lines}
}

// A MalformedError says that a line is no message.
type MalformedError struct {
	Line []byte
	Err  error
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("malformed message %.80q: %v", e.Line, e.Err)
}

func (e *MalformedError) Unwrap() error { return e.Err }

// Read returns the next message, whatever its type. The error is [io.EOF] at
// the end, even one in the midst of a line, and a [*MalformedError] for a line
// that is no message, behind which reading can go on.
func (r *Reader) Read() (Message, error) {
	for r.lines.Scan() {
		if line := bytes.TrimSpace(r.lines.Bytes()); len(line) > 0 {
			return Decode(line)
		}
	}
	if err := r.lines.Err(); err != nil {
		return Message{}, err
	}
	return Message{}, io.EOF
}

// Decode reads one line.
func Decode(line []byte) (Message, error) {
	if m, ok := decodePlain(line); ok {
		return m, nil
	}
	var m Message
	if err := json.Unmarshal(line, &m); err != nil {
		return Message{}, &MalformedError{bytes.Clone(line), err}
	}
	if m.Type == "" {
		return Message{}, &MalformedError{bytes.Clone(line), fmt.Errorf("it has no type")}
	}
	return m, nil
}

// Write sends m.
func Write(w io.Writer, m Message) error {
	line, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// Unknown is the answer to a message that its reader doesn't know.
func Unknown(t Type) Message {
	return Message{Type: Error, Text: fmt.Sprintf("unknown message %q", t)}
}
