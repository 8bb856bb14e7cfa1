package filecopy

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

// sparsely copies text, and returns what the copy has.
func sparsely(t interface {
	Helper()
	Context() context.Context
	Fatal(...any)
}, dir string, text []byte) []byte {
	t.Helper()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := os.WriteFile(from, text, 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	if err := Sparse(t.Context(), target, source); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestASparseCopyHasWhatItIsOf(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for _, part := range rapid.SliceOfN(rapid.SampledFrom([]string{"text", "zeros", "end"}), 0, 12).Draw(t, "parts") {
			size := rapid.SampledFrom([]int{1, 4095, 4096, 8192, 300_000}).Draw(t, "size")
			switch part {
			case "text":
				text = append(text, bytes.Repeat([]byte{7}, size)...)
			case "zeros":
				text = append(text, make([]byte, size)...)
			case "end":
				text = append(append(text, make([]byte, size-1)...), 7)
			}
		}
		if got := sparsely(t, dir, text); !bytes.Equal(got, text) {
			t.Errorf("of %d bytes the copy has %d, or others", len(text), len(got))
		}
	})
}
