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

func TestAServerThatEndsAsSoonAsItRunsHasBegun(t *testing.T) {
	never, closed := make(chan struct{}), make(chan struct{})
	close(closed)
	refused := errors.New("no such file")
	for range 100 { // of two channels that are closed either may be taken
		p := &Process{born: closed, gone: closed, err: errors.New("exit status 1")}
		if err := p.begun(t.Context()); err != nil {
			t.Fatalf("of one that has run: %v", err)
		}
	}
	if err := (&Process{born: never, gone: closed, err: refused}).begun(t.Context()); !errors.Is(err, refused) {
		t.Errorf("of one that could not be started: %v, want %v", err, refused)
	}
}
