package backends

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bench/setup"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/mysql"
	"github.com/ptr-project/ptr/clone/postgres"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/server"
)

// UseWorkshop calls work with where templates of the backend called name are prepared,
// and whether that is in memory. All that is made there ends with work.
func UseWorkshop(name string, work func(w setup.Workshop, memory bool) error) (err error) {
	if !slices.Contains(Names(), name) {
		return console.Usage(fmt.Errorf("unknown backend %q", name), "use one of "+strings.Join(Names(), ", "))
	}
	if name == "sqlite" {
		return withFolders(func(w sqlite.Workshop) error { return work(w, false) })
	}
	err = WithHost(clone.Auto, func(h *server.Host) error {
		if name == "postgres" {
			return work(postgres.NewWorkshop(postgres.Options{Host: h, Cache: config.UserCache()}), roomOf(clone.Auto) == scratch.Memory)
		}
		return work(mysql.NewWorkshop(mysql.Options{Host: h, Cache: config.UserCache()}), roomOf(clone.Auto) == scratch.Memory)
	})
	return uninstalled(err, name)
}

// uninstalled gives a way out where err, which may be nil, says that the server of the
// backend called name is not installed, or cannot be started by this user.
func uninstalled(err error, name string) error {
	switch {
	case errors.Is(err, server.ErrNotInstalled):
		return console.Usage(err, Installing(name))
	case errors.Is(err, server.ErrNobody):
		return console.Failure(err, OrdinaryUser)
	}
	return err
}

// withFolders calls work with a workshop of SQLite's.
func withFolders(work func(sqlite.Workshop) error) (err error) {
	area, err := scratch.Open(scratch.SystemRoots(), "setup")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, area.Close()) }()
	made := 0
	return work(sqlite.Workshop{Folder: func(memory bool) (string, error) {
		storage := scratch.Disk
		if memory {
			storage = scratch.Memory
		}
		made++
		return area.Folder(storage, fmt.Sprint("made", made))
	}})
}
