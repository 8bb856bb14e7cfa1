package server

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrNobody says that we are root, as which servers do not run, in a namespace where
// nobody else is.
var ErrNobody = errors.New("servers do not run as root, and there is no other user in this user namespace")

// Folder makes an empty private folder, whose path is short enough for sockets.
func (h *Host) Folder() (string, error) { return h.folder(h.options.Folder) }

// Room makes an empty private folder for what takes much room.
func (h *Host) Room() (string, error) { return h.folder(h.options.Room) }

// Disk makes an empty private folder on disk.
func (h *Host) Disk() (string, error) { return h.folder(h.options.Disk) }

func (h *Host) folder(by func(string) (string, error)) (string, error) {
	if by == nil {
		return "", ErrNoHost
	}
	h.mu.Lock()
	h.folders++
	name := fmt.Sprint("s", h.folders)
	h.mu.Unlock()
	return by(name)
}

// Give lets servers have the folder at path, and all in it, which only its owner
// can open; the one above it is the host's, or one in such. Call it before a server
// is started there.
func (h *Host) Give(path string) error {
	if h.options.Folder == nil {
		return ErrNoHost
	}
	mode, err := h.know()
	if err != nil {
		return err
	}
	if mode == isolated || !isRoot() {
		return nil // they are, in truth, we
	}
	if err := errors.Join(h.options.Open(), os.Chmod(filepath.Dir(path), 0o711)); err != nil {
		return err
	}
	return giveAway(path)
}

// Overlays is nil if servers can have overlays, and otherwise says why not.
func (h *Host) Overlays() error {
	if _, err := h.know(); err != nil {
		return err
	}
	return h.overlays
}

// know finds out how servers can be run here.
func (h *Host) know() (mode, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	err := h.launch()
	return h.mode, err
}
