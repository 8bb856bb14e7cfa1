package clonetest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ptr-project/ptr/internal/server"
)

// launcher is the argument that makes the test binary a launcher of servers.
const launcher = "launch-servers"

// Host starts servers until the test ends. With plain it does without namespaces.
func Host(t testing.TB, plain bool) *server.Host {
	t.Helper()
	dir, err := os.MkdirTemp("", "ptr") // a test's own folder has too long a name for sockets
	if err != nil {
		t.Fatal(err)
	}
	folder := func(name string) (string, error) {
		path := filepath.Join(dir, name)
		return path, os.Mkdir(path, 0o700)
	}
	h := server.New(server.Options{
		Launcher: []string{os.Args[0], launcher},
		Env:      []string{"GORACE=atexit_sleep_ms=0"},
		Plain:    plain,
		Folder:   folder,
		Room:     folder,
		Disk:     folder,
		Open:     func() error { return os.Chmod(dir, 0o711) },
		Adopt:    func(int) error { return nil },
	})
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left behind in the host's folder: %v, %v", left, err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return h
}
