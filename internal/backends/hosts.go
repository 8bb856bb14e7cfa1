package backends

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

// NewHost starts servers in area, which letIn opens to other users. What takes room is
// on disk where storage says so, or there is little memory.
func NewHost(area *scratch.Area, storage clone.Storage, letIn func() error) (*server.Host, error) {
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

// WithHost calls work with a host of its own.
func WithHost(storage clone.Storage, work func(*server.Host) error) (err error) {
	area, err := scratch.Open(scratch.SystemRoots(), "servers")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, area.Close()) }()
	host, err := NewHost(area, storage, area.LetIn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, host.Close()) }()
	return work(host)
}

// Installing says how to get a backend's server.
func Installing(backend string) string {
	return map[string]string{
		"mysql":    "install the package mariadb-server or mysql-server (Debian, Fedora), mariadb or mysql (Homebrew)",
		"postgres": "install the package postgresql (Debian, Homebrew) or postgresql-server (Fedora)",
	}[backend]
}

// OrdinaryUser is a way out for root without anybody else.
const OrdinaryUser = "run ptr as an ordinary user, or where user namespaces may be made"
