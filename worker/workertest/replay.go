package workertest

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/worker"
)

//go:embed transcripts/*.txt
var transcripts embed.FS

// A Speaker is a worker that speaks the protocol by itself, with three tests:
// TestCancel, which passes, TestPrint, which is skipped, and TestRefund, which
// fails. Names has what they are called there, and TestNowhere, which there is
// not; a name that is missing is the same there.
type Speaker struct {
	Start func(t *testing.T) *worker.Child
	Names map[string]string
	Told  map[string]string // the settings of init
}

// Replay replays every transcript in a subtest of its own.
func (s Speaker) Replay(t *testing.T) {
	files, err := transcripts.ReadDir("transcripts")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".txt")
		t.Run(strings.ReplaceAll(name, "_", " "), func(t *testing.T) {
			text, err := transcripts.ReadFile("transcripts/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			s.ReplayText(t, string(text))
		})
	}
}

// ReplayText says the lines of a transcript that begin with ">" and wants to hear
// those that begin with "<", in their order. Of a message that is heard the members
// count that the transcript has: the numbers pid, at and ns are any, and the text
// "…" is any but none. At the end of the transcript ptr hangs up, and nothing more
// must be said.
func (s Speaker) ReplayText(t *testing.T, transcript string) {
	t.Helper()
	child := s.Start(t)
	said := &worker.Excerpt{Limit: 64 << 10}
	printed := make(chan struct{})
	go func() {
		defer close(printed)
		_, _ = io.Copy(said, child.Output) // it ends with the child
	}()
	defer func() {
		child.Kill()
		<-child.Exited()
		child.Close()
		<-printed
		if t.Failed() {
			t.Logf("it printed:\n%s", said.Bytes())
		}
	}()
	r := replay{s, child, protocol.NewReader(child.Control)}
	for n, line := range strings.Split(transcript, "\n") {
		if err := r.step(line); err != nil {
			t.Fatalf("line %d: %s\n%v", n+1, line, err)
		}
	}
	child.Input.Close()
	if m, err := r.heard.Read(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end it said %+v, %v", m, err)
	}
	<-child.Exited()
}

// A replay is one conversation.
type replay struct {
	Speaker
	child *worker.Child
	heard *protocol.Reader
}

func (r replay) step(line string) error {
	if text, ok := strings.CutPrefix(line, "<"); ok {
		return r.hear(strings.TrimSpace(text))
	}
	text, ok := strings.CutPrefix(line, ">")
	if !ok {
		return nil // a comment
	}
	_, err := io.WriteString(r.child.Input, r.theirs(strings.TrimSpace(text))+"\n")
	return err
}

// theirs is a line of ptr's with the names of this worker's tests, and what it
// has to be told.
func (r replay) theirs(line string) string {
	for name, theirs := range r.Names {
		line = strings.ReplaceAll(line, quote(name), quote(theirs))
	}
	if rest, ok := strings.CutPrefix(line, `{"type":"init",`); ok && len(r.Told) > 0 {
		settings, err := json.Marshal(r.Told)
		if err != nil {
			panic(err) // strings
		}
		line = fmt.Sprintf(`{"type":"init","settings":%s,%s`, settings, rest)
	}
	return line
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// hear compares the next message.
func (r replay) hear(line string) error {
	m, err := r.next()
	if err != nil {
		return err
	}
	heard, err := members(m)
	if err != nil {
		return err
	}
	var want map[string]any
	if err := json.Unmarshal([]byte(r.theirs(line)), &want); err != nil {
		return err
	}
	for name, value := range want {
		if !fits(name, value, heard[name]) {
			return fmt.Errorf("%s is %v in %v", name, heard[name], heard)
		}
	}
	return nil
}

// next is the next message that is to be compared: a worker may tell of kinds
// that it has no tests of.
func (r replay) next() (protocol.Message, error) {
	for {
		m, err := r.heard.Read()
		if err != nil || m.Type != protocol.Tests || len(m.Names) > 0 {
			return m, err
		}
	}
}

// members are those of m by their JSON names.
func members(m protocol.Message) (map[string]any, error) {
	line, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var all map[string]any
	return all, json.Unmarshal(line, &all)
}

func fits(name string, want, got any) bool {
	switch number, _ := got.(float64); {
	case name == "pid" || name == "at":
		return number > 0
	case name == "ns":
		return number >= 0
	case want == "…":
		return got != nil && got != ""
	}
	return fmt.Sprint(want) == fmt.Sprint(got)
}
