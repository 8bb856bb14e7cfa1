package postgres

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// execute sends statements, in one session, until one fails.
func (a address) execute(ctx context.Context, database string, statements ...string) error {
	return execute(ctx, a.dsn(database), statements...)
}

func execute(ctx context.Context, dsn string, statements ...string) error {
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err = c.Exec(ctx, statement); err != nil {
			break
		}
	}
	return errors.Join(err, c.Close(ctx))
}

// identifier quotes a name.
func identifier(name string) string { return pgx.Identifier{name}.Sanitize() }

// pidFile is where a server says how far it is. It exists while the server runs.
const pidFile = "postmaster.pid"

// ready reports whether the server that writes folder takes connections. It reads
// the status in the eighth line of the file, see src/include/utils/pidfile.h.
func ready(folder string) bool {
	const statusLine = 8
	text, err := os.ReadFile(filepath.Join(folder, pidFile))
	if err != nil {
		return false
	}
	lines := strings.Split(string(text), "\n")
	return len(lines) >= statusLine && strings.TrimSpace(lines[statusLine-1]) == "ready"
}
