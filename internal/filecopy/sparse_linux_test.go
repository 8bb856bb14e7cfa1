package filecopy

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestASparseCopyTakesNoRoomForZeros(t *testing.T) {
	dir := t.TempDir()
	text := make([]byte, 4<<20)
	text[1<<20] = 1
	sparsely(t, dir, text)
	info, err := os.Stat(filepath.Join(dir, "to"))
	if err != nil {
		t.Fatal(err)
	}
	if taken := info.Sys().(*syscall.Stat_t).Blocks * 512; taken > 1<<20 {
		t.Errorf("it takes %d bytes, want a block or two", taken)
	}
}
