package protocol_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/protocol"
)

func TestReadPassesOverUnknownFieldsAndBlankLines(t *testing.T) {
	r := protocol.NewReader(strings.NewReader(`{"type":"begin","test":"TestA","at":7}

{"type":"attempt","test":"TestA","outcome":"pass","ns":12,"mood":{"good":[true]}}
{"type":"done","batch":1}`))
	want := []protocol.Message{
		{Type: protocol.Begin, Test: "TestA", At: 7},
		{Type: protocol.Attempt, Test: "TestA", Outcome: "pass", Nanoseconds: 12},
		{Type: protocol.Done, Batch: 1},
	}
	var got []protocol.Message
	for {
		m, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadGoesOnBehindAMalformedLine(t *testing.T) {
	r := protocol.NewReader(strings.NewReader("nonsense\n{}\n{\"type\":\"bye\"}\n"))
	for range 2 {
		var malformed *protocol.MalformedError
		if _, err := r.Read(); !errors.As(err, &malformed) {
			t.Fatalf("error %v, want a MalformedError", err)
		}
	}
	if m, err := r.Read(); err != nil || m.Type != protocol.Bye {
		t.Errorf("Read() = %v, %v, want bye", m, err)
	}
}

func TestUnknownNamesTheMessage(t *testing.T) {
	if got := protocol.Unknown("dance").Text; !strings.Contains(got, `"dance"`) {
		t.Errorf("Unknown says %q, which does not name the message", got)
	}
}

// The fast path must read exactly what encoding/json reads.
func FuzzDecodeAgreesWithEncodingJSON(f *testing.F) {
	for _, line := range []string{
		`{"type":"begin","test":"TestA","at":1764000000000000000}`,
		`{"type":"begin","test":"TestA","at":99999999999999999999}`,
		`{"type":"begin","test":"Test\u00e4","at":07}`,
		`{"type":"attempt","test":"TestA","outcome":"expected failure","ns":123456789012345678}`,
		`{"type":"attempt","test":"TestA","outcome":"","ns":-1}`,
		`{"type":"run","kind":"test","names":["TestA"],"batch":3}`,
		`{"type":"begin","test":"TestA","at":7}}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var want protocol.Message
		bad := json.Unmarshal(line, &want) != nil || want.Type == ""
		got, err := protocol.Decode(line)
		if bad != (err != nil) {
			t.Fatalf("Decode(%q): %v, want an error: %v", line, err, bad)
		}
		if diff := cmp.Diff(want, got); !bad && diff != "" {
			t.Errorf("Decode(%q): %s", line, diff)
		}
	})
}

func FuzzWriteIsTheInverseOfRead(f *testing.F) {
	f.Add("run", "TestA", int64(3))
	f.Fuzz(func(t *testing.T, kind, name string, at int64) {
		want := protocol.Message{Type: protocol.Type(kind + "!"), Test: name, Names: []string{name}, At: at}
		var line bytes.Buffer
		if err := protocol.Write(&line, want); err != nil {
			t.Fatal(err)
		}
		got, err := protocol.NewReader(&line).Read()
		if err != nil {
			t.Fatal(err)
		}
		want.Type = protocol.Type(strings.ToValidUTF8(string(want.Type), "\ufffd"))
		clean := func(s string) string { return string([]rune(s)) } // as encoding/json does
		want.Type, want.Test, want.Names = protocol.Type(clean(kind+"!")), clean(name), []string{clean(name)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
