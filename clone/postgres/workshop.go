package postgres

import (
	"context"
	"errors"

	"github.com/ptr-project/ptr/clone"
)

// NewWorkshop is where templates are prepared with settings that are chosen.
func NewWorkshop(o Options) *clone.Workshop {
	return clone.NewWorkshop(o.Host, o.Cache, preparingEngine{newBackend(o)})
}

// A preparingEngine runs the servers that databases are made on.
type preparingEngine struct{ *backend }

func (e preparingEngine) Preparing() ([]clone.Setting, error) {
	_, err := e.find()
	return preparing(e.major()), err
}

func (e preparingEngine) Initialise(ctx context.Context, d clone.DataDir) error {
	return e.initialise(ctx, d)
}

func (e preparingEngine) Make(ctx context.Context, d clone.DataDir, settings []clone.Setting) (clone.Preparation, error) {
	i, err := e.start(ctx, d, clone.Arguments(settings))
	if err != nil {
		return nil, err
	}
	if err := i.execute(ctx, i.general, "CREATE DATABASE "+identifier(madeName)); err != nil {
		return nil, errors.Join(err, i.Kill())
	}
	return preparation{i, e.backend, d}, nil
}

// madeName is that of a database that is being made.
const madeName = "made"

// A preparation is a server with a database that is being made.
type preparation struct {
	*instance
	backend *backend
	data    clone.DataDir
}

func (p preparation) DSN() string { return p.dsn(madeName) }

// Ready has nothing to do.
func (preparation) Ready(context.Context) error { return nil }

// Stop leaves out what no server needs that starts there.
func (p preparation) Stop(ctx context.Context) error {
	if err := p.stop(ctx, p.data.Log); err != nil {
		return err
	}
	return p.backend.trim(ctx, p.data.Path)
}
