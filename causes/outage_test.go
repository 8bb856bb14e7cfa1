package causes_test

import (
	"testing"

	"github.com/ptr-project/ptr/causes"
)

func TestHear(t *testing.T) {
	tests := map[string]struct{ text, phrase, line string }{
		"of a server":           {"a_test.go:3: dial tcp 127.0.0.1:5432: connect: Connection refused\nmore", "connection refused", "a_test.go:3: dial tcp 127.0.0.1:5432: connect: Connection refused"},
		"in a traceback":        {"Traceback:\n  x\nOSError: [Errno 28] No space left on device", "no space left on device", "OSError: [Errno 28] No space left on device"},
		"the first of several":  {"too many open files\nconnection refused", "too many open files", "too many open files"},
		"letters that grow":     {"İstanbul: CONNECTION REFUSED", "connection refused", "istanbul: connection refused"},
		"a test's own business": {"got 3 connections, want 4", "", ""},
		"nothing":               {"", "", ""},
	}
	ear := causes.NewEar()
	for name, tt := range tests {
		phrase, line := ear.Hear(tt.text)
		if phrase != tt.phrase || line != tt.line || ear.Speaks(tt.text) != (tt.phrase != "") {
			t.Errorf("%s: Hear(%q) = %q, %q, want %q, %q", name, tt.text, phrase, line, tt.phrase, tt.line)
		}
	}
}
