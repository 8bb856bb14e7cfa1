package app

import (
	"errors"
	"math"
	"syscall"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
)

// place decides where the clones of that many workers go, and says why.
func place(storage clone.Storage, sets []set, workers int) (where scratch.Storage, why string, err error) {
	room, err := memoryRoom(scratch.SystemRoots())
	if err != nil {
		return scratch.Disk, "", console.Failure(err, "")
	}
	var templates []clone.Template
	for _, a := range sets {
		templates = append(templates, a.template)
	}
	inMemory, why, err := storage.InMemory(room, clone.Need(templates, workers))
	var short *clone.SpaceError
	if errors.As(err, &short) {
		return scratch.Disk, "", console.Usage(err, short.Hint())
	}
	if inMemory {
		return scratch.Memory, why, err
	}
	return scratch.Disk, why, err
}

// portless is a way out where no server can listen on a port.
const portless = "let env have {socket} or {dsn} alone, so that no server listens on a port, or run ptr once more"

// homeless gives a way out where err, which may be nil, says that the clones'
// storage is full or cannot be written any more, or that a server makes none.
func homeless(err error) error {
	var told *console.Error
	var access *clone.AccessError
	var unfit *clone.UnfitError
	switch {
	case errors.As(err, &told):
		return err
	case errors.Is(err, clone.ErrSpace), clone.Full(err):
		return console.Failure(err, "free some, or let clones live elsewhere: --storage disk, and TMPDIR says where that is")
	case errors.Is(err, server.ErrNobody):
		return console.Failure(err, backends.OrdinaryUser)
	case errors.Is(err, server.ErrNoPort):
		return console.Failure(err, portless)
	case errors.As(err, &access) && (errors.Is(err, server.ErrNotInstalled) || errors.Is(err, clone.ErrOlderTool)):
		return console.Usage(err, access.Hint)
	case errors.As(err, &access):
		return console.Failure(err, access.Hint)
	case errors.Is(err, server.ErrNotInstalled):
		return console.Usage(err, "install the package that has it, such as mysql-client, mariadb-client or postgresql-client")
	case errors.As(err, &unfit):
		return console.Usage(err, unfit.Hint())
	case errors.Is(err, syscall.EROFS):
		return console.Failure(err, "let TMPDIR name a folder that stays writable; the next run removes what is left, once it can")
	}
	return err
}

// memoryRoom is the memory-backed one, if there is any.
func memoryRoom(roots scratch.Roots) (clone.Room, error) {
	if roots.Memory == "" {
		return clone.Room{}, nil
	}
	free, err := roots.Free(scratch.Memory)
	return clone.Room{Path: roots.Memory, Free: int64(min(free, math.MaxInt64))}, err
}
