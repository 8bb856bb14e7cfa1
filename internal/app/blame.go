package app

import (
	"context"
	"errors"
	"strings"
	"syscall"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/housing"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/internal/server"
)

// unprepared says whether the user or the world kept the template of a from being
// made.
func unprepared(err error, a housing.Set) error {
	var source *clone.SourceError
	var access *clone.AccessError
	switch {
	case errors.Is(err, context.Canceled):
		return &console.Error{Status: console.Interrupted, Err: errors.New("interrupted while databases were prepared")}
	case errors.Is(err, clone.ErrSpace):
		return console.Failure(err, "free some; ptr clean --templates removes the templates that no run uses")
	case errors.Is(err, server.ErrNotInstalled) && !errors.As(err, &access):
		return console.Usage(err, backends.Installing(a.Backend.Name()))
	case errors.As(err, &source):
		for _, d := range a.Databases {
			if d.Alias == source.Source.Alias {
				return console.Usage(err, mend(err, d))
			}
		}
		return console.Usage(err, "")
	case errors.As(err, &access):
		return console.Usage(err, access.Hint)
	case errors.Is(err, server.ErrNobody):
		return console.Failure(err, backends.OrdinaryUser)
	case errors.Is(err, server.ErrNoPort):
		return console.Failure(err, portless)
	case errors.Is(err, server.ErrUnstarted):
		return console.Failure(err, "put another version of the server first on the PATH, or let server in ptr.toml lead to one that runs")
	}
	return console.Failure(err, "ptr keeps templates in "+invocation.StateFolder+", and needs to write there")
}

// mend is a way out for who wrote d, whose source makes no template.
func mend(err error, d config.Database) string {
	variables := strings.Join(config.Variables(d.CommandEnv), ", ")
	switch {
	case errors.Is(err, clone.ErrBusy):
		return "let whoever has it open close it, and run ptr again"
	case errors.Is(err, clone.ErrOlderTool):
		return "install the version of the server that existing leads to, or a later one"
	case errors.Is(err, clone.ErrCollation):
		return "install a server of the kind that it is from, first on the PATH (MariaDB 11.8 has MySQL's collations, too), or name others in a dump, and the dump in sql"
	case d.From != "":
		return "let existing lead to a database that this user may read, or make one by sql or command"
	case d.Existing != "":
		return "let existing name a SQLite database that is whole and not encrypted, or make one by sql or command"
	case len(d.Command) > 0 && errors.Is(err, clone.ErrEmpty):
		return "the command is to make its database where " + variables + " leads"
	case len(d.Command) > 0:
		return "it was run in the folder of ptr.toml, with " + variables + " leading to the new database"
	}
	return "mend it, or leave it out of sql in ptr.toml"
}

// portless is a way out where no server can listen on a port.
const portless = "let env have {socket} or {dsn} alone, so that no server listens on a port, or run ptr once more"

// homeless gives a way out where err, which may be nil, says that the clones'
// storage is full or cannot be written any more, or that a server makes none.
func homeless(err error) error {
	var told *console.Error
	var access *clone.AccessError
	var unfit *clone.UnfitError
	var unforkable *python.UnforkableError
	switch {
	case errors.As(err, &told):
		return err
	case errors.As(err, &unforkable):
		return console.Usage(err, "leave out --start-method fork")
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
