package mysql

import (
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/ptr-project/ptr/internal/server"
)

// ahead has those files of a data directory copied ahead that every server opens for
// writing as it starts, in the order in which it does.
func ahead(o *server.Overlay) *server.Overlay {
	if o == nil {
		return nil
	}
	o.Ahead = nil
	for _, pattern := range []string{"aria_log*", "ibdata1", "ib_logfile0", "mysql/*.MA[ID]"} {
		found, _ := fs.Glob(os.DirFS(o.Lower), pattern) // no pattern is malformed
		for _, file := range found {
			if !seldom(path.Base(file)) {
				o.Ahead = append(o.Ahead, file)
			}
		}
	}
	return o
}

// seldom tells tables of the server that are read only if somebody asks: texts of HELP,
// and routines.
func seldom(name string) bool {
	return strings.HasPrefix(name, "help_") || strings.HasPrefix(name, "proc.")
}
