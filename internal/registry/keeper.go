package registry

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A keeper holds the lock that says that its owner lives, and takes it again when
// the server has ended its session.
type keeper struct {
	cancel context.CancelFunc
	done   chan struct{}
	conn   *sql.Conn // of the keeper's own until it is done
}

// heartbeat is how often a keeper sees whether it still has its lock.
const heartbeat = time.Second

func (r *Registry) keep(ctx context.Context) (*keeper, error) {
	c, err := r.hold(ctx)
	if err != nil {
		return nil, err
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	k := &keeper{cancel: cancel, done: make(chan struct{}), conn: c}
	go func() {
		defer close(k.done)
		for wait(life, heartbeat) {
			if k.conn.PingContext(life) == nil {
				continue
			}
			if again, err := r.hold(life); err == nil {
				k.conn.Close()
				k.conn = again
			}
		}
	}()
	return k, nil
}

// hold is a session with the owner's lock.
func (r *Registry) hold(ctx context.Context) (*sql.Conn, error) {
	c, err := r.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.ExecContext(ctx, r.dialect.Lock, r.owner.lock()); err != nil {
		c.Close()
		return nil, fmt.Errorf("saying that this ptr lives: %w", err)
	}
	return c, nil
}

// close ends the session, and its lock.
func (k *keeper) close() error {
	k.cancel()
	<-k.done
	if err := k.conn.Close(); !errors.Is(err, sql.ErrConnDone) { // the server may have ended it
		return err
	}
	return nil
}

// wait reports false if ctx was done first.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
