package server

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestWhoHearsOnlyThatAServerIsGoneIsToldOfItsFullDisk(t *testing.T) {
	const full = "PANIC:  could not write to file: No space left on device"
	log := filepath.Join(t.TempDir(), "log")
	eof := errors.New("unexpected EOF")
	p := &Process{log: log}
	for text, want := range map[string]string{
		"":                                    "unexpected EOF",
		"LOG:  starting\n":                    "unexpected EOF",
		"LOG:  starting\n" + full + "\nLOG\n": "unexpected EOF; it said:\n    " + full,
	} {
		if err := os.WriteFile(log, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := p.Roomless(eof); !errors.Is(got, eof) || got.Error() != want {
			t.Errorf("with the log %q: %v, want %q", text, got, want)
		}
		if got := p.Roomless(nil); got != nil {
			t.Errorf("of nothing: %v", got)
		}
	}
}
