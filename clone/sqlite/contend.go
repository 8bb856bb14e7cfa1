package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/clone"
)

// Contend holds the one lock of a database that writers need.
func (backend) Contend(ctx context.Context, c clone.Clone, hold time.Duration) error {
	if c.Path == "" {
		return fmt.Errorf("a database in memory: %w", errors.ErrUnsupported)
	}
	db, err := openDSN(ctx, uri(c.Path)+toWrite+"&_busy_timeout=0")
	if err == nil {
		err = db.exec(ctx, "BEGIN IMMEDIATE")
	}
	if err == nil {
		clone.Hold(ctx, hold)
		err = db.exec(context.WithoutCancel(ctx), "ROLLBACK")
	}
	if err = blame(c.Path, err); errors.Is(err, clone.ErrBusy) || ctx.Err() != nil {
		err = nil
	}
	return errors.Join(err, db.Close())
}
