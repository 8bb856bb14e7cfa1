package clonetest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// OnReflinks has the test's temporary files on a file system that has reflinks, which
// takes root, mkfs.xfs and a free loop device: where these are missing, the test is
// skipped, and says what is missing.
func OnReflinks(t *testing.T) {
	t.Helper()
	const size = 2 << 30                  // bytes, none of which is there before it is written
	outside, err := os.MkdirTemp("", "r") // a test's own folder has too long a name for sockets, and stays where it is first
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(outside) })
	image, dir := filepath.Join(outside, "image"), filepath.Join(outside, "on")
	err = errors.Join(os.WriteFile(image, nil, 0o600), os.Truncate(image, size), os.Chmod(outside, 0o711), os.Mkdir(dir, 0o711))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"mkfs.xfs", "-q", "-m", "reflink=1", image}, {"mount", "-o", "loop", image, dir}} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("no file system with reflinks here: %v: %v\n%s", command, err, out)
		}
	}
	t.Cleanup(func() {
		// Lazily: the kernel may not be done with servers that were killed.
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v\n%s", err, out)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil { // servers are other users
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", dir)
}
