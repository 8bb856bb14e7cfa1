package app

import (
	"bytes"
	"io"
	"testing"

	"github.com/ptr-project/ptr/internal/console"
)

// What takes CPU time ends when its owner's end of the pipe is closed, as by its death.
func TestBurningEndsWithItsOwner(t *testing.T) {
	in, owner := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- Burn(console.NewStreams(in, &bytes.Buffer{}, &bytes.Buffer{})) }()
	select {
	case err := <-ended:
		t.Fatalf("it ended at once: %v", err)
	default:
	}
	if err := owner.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
