package mysql

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// NewWorkshop is where templates are prepared with settings that are chosen.
func NewWorkshop(o Options) *clone.Workshop {
	return clone.NewWorkshop(o.Host, o.Cache, preparingEngine{newBackend(o)})
}

// A preparingEngine runs the servers that databases are made on.
type preparingEngine struct{ *backend }

func (e preparingEngine) Preparing() ([]clone.Setting, error) {
	installed, err := e.find()
	if err != nil {
		return nil, err
	}
	return preparing(installed), nil
}

func (e preparingEngine) Initialise(ctx context.Context, d clone.DataDir) error {
	return e.initialise(ctx, d)
}

func (e preparingEngine) Make(ctx context.Context, d clone.DataDir, settings []clone.Setting) (clone.Preparation, error) {
	i, err := e.start(ctx, d, func(server.Installation) []string { return clone.Arguments(settings) })
	if err != nil {
		return nil, err
	}
	p := preparation{i, d}
	err = i.ask(func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, "CREATE DATABASE "+identifier(madeName))
		return err
	})
	if err != nil {
		return nil, errors.Join(err, i.Kill())
	}
	return p, nil
}

// madeName is that of a database that is being made.
const madeName = "made"

// A preparation is a server with a database that is being made.
type preparation struct {
	*instance
	data clone.DataDir
}

func (p preparation) DSN() string { return p.dsn(madeName) }

func (p preparation) Ready(ctx context.Context) error {
	if err := p.gather(ctx); err != nil {
		return err
	}
	return p.takeInventory(ctx, filepath.Join(p.data.Path, inventoryFile))
}

func (p preparation) Stop(ctx context.Context) error { return p.stop(ctx, p.data.Log) }
