package app

import (
	"errors"
	"os"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
)

// LaunchCommand is the hidden command that holds private servers.
const LaunchCommand = "launch-servers"

// Launch is the main function of that command.
func Launch(streams console.Streams, arg string) error {
	return server.Launch(streams.In, streams.Out, arg)
}

// roomForServers is how much memory-backed storage must be free, in bytes, for
// templates to be made there.
const roomForServers = 2 << 30

// newHost starts servers in area, which letIn opens to other users. What takes room is
// on disk where storage says so, or there is little memory.
func newHost(area *scratch.Area, storage clone.Storage, letIn func() error) (*server.Host, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	room := roomOf(storage)
	return server.New(server.Options{
		Launcher: []string{self, LaunchCommand},
		Env:      []string{area.Env()},
		Folder:   func(name string) (string, error) { return area.Folder(scratch.Memory, name) }, // a short path
		Room:     func(name string) (string, error) { return area.Folder(room, name) },
		Disk:     func(name string) (string, error) { return area.Folder(scratch.Disk, name) },
		Open:     letIn,
		Adopt:    area.Adopt,
	}), nil
}

// roomOf is where what takes room is.
func roomOf(storage clone.Storage) scratch.Storage {
	roots := scratch.SystemRoots()
	if free, err := roots.Free(scratch.Memory); storage == clone.Disk || roots.Memory == "" || err != nil || free < roomForServers {
		return scratch.Disk
	}
	return scratch.Memory
}

// withHost calls work with a host of its own.
func withHost(storage clone.Storage, work func(*server.Host) error) (err error) {
	area, err := scratch.Open(scratch.SystemRoots(), "servers")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, area.Close()) }()
	host, err := newHost(area, storage, area.LetIn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, host.Close()) }()
	return work(host)
}
