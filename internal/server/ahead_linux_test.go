package server

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// overlayOf is one of a folder with a file that has text.
func overlayOf(t *testing.T, text []byte) Overlay {
	t.Helper()
	o := Overlay{Lower: t.TempDir(), Upper: t.TempDir(), Ahead: []string{"small/er/file", "file"}}
	if err := os.MkdirAll(filepath.Join(o.Lower, "small/er"), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"file": text, "small/er/file": []byte("small")} {
		if err := os.WriteFile(filepath.Join(o.Lower, name), text, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

func TestWhoOpensAFileThatIsCopiedAheadFindsAllOfIt(t *testing.T) {
	text := bytes.Repeat([]byte("text"), 16<<20)
	o := overlayOf(t, text)
	done := o.copyAhead(t.Context())
	got, err := os.ReadFile(filepath.Join(o.Upper, "file"))
	if err != nil || !bytes.Equal(got, text) {
		t.Errorf("it has %d bytes, %v, want the %d of the other", len(got), err, len(text))
	}
	if err := done(); err != nil {
		t.Error(err)
	}
}

func TestAFileInAFolderIsCopiedAheadIntoOneLikeIt(t *testing.T) {
	o := overlayOf(t, nil)
	if err := o.copyAhead(t.Context())(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"small": os.ModeDir | 0o750, "small/er": os.ModeDir | 0o750, "small/er/file": 0o640} {
		if info, err := os.Stat(filepath.Join(o.Upper, name)); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v, want %v", name, info, err, want)
		}
	}
	if got, err := os.ReadFile(filepath.Join(o.Upper, "small/er/file")); string(got) != "small" || err != nil {
		t.Errorf("it has %q, %v", got, err)
	}
}

func TestWhatAServerHasWrittenIsNotCopiedOver(t *testing.T) {
	o := overlayOf(t, []byte("template"))
	path := filepath.Join(o.Upper, "file")
	if err := os.WriteFile(path, []byte("written"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.copyAhead(t.Context())(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "written" || err != nil {
		t.Errorf("it has %q, %v", got, err)
	}
}

func TestACopyAheadThatIsCalledOffSaysSo(t *testing.T) {
	o := overlayOf(t, bytes.Repeat([]byte("text"), 16<<20))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.copyAhead(ctx)(); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestAFileThatIsNotThereIsNotMade(t *testing.T) {
	o := Overlay{Lower: t.TempDir(), Upper: t.TempDir(), Ahead: []string{"file"}}
	if err := o.copyAhead(t.Context())(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(o.Upper); len(left) > 0 || err != nil {
		t.Errorf("made: %v, %v", left, err)
	}
}
