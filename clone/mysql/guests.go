package mysql

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// Solitary is false: a template can be read whenever.
func (*site) Solitary() bool { return false }

// Observe has a guest in each database.
func (s *site) Observe(ctx context.Context, pairs []clone.Pair) (clone.Watcher, error) {
	all := guests{}
	for _, p := range pairs {
		g, err := openGuest(ctx, s.at.dsn(p.Copy), p)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("watching %q: %w", p.Alias, s.at.explain(err)), all.Close())
		}
		all = append(all, g)
	}
	return all, nil
}

// blinded says of an error if nothing can be seen any more.
func blinded(err error) error {
	const ending = 1053 // of a server that is told to end
	var said *driver.MySQLError
	if errors.As(err, &said) && said.Number == ending || errors.Is(err, driver.ErrInvalidConn) || errors.Is(err, sqldriver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return fmt.Errorf("%w: %w", clone.ErrSession, err)
	}
	return err
}

// guests are the watchers of all databases of a clone.
type guests []*guest

func (all guests) Used(ctx context.Context) (bool, error) {
	for _, g := range all {
		if used, err := g.wasUsed(ctx); used || err != nil {
			return used, err
		}
	}
	return false, nil
}

func (all guests) Changes(ctx context.Context, limit int) (changes []suite.Change, err error) {
	for _, g := range all {
		some, err := g.changes(ctx, limit)
		if err != nil {
			return nil, blinded(err)
		}
		changes = append(changes, some...)
	}
	return changes, nil
}

func (all guests) Restore(ctx context.Context) error {
	for _, g := range all {
		if err := g.restore(ctx); err != nil {
			return blinded(err)
		}
	}
	return nil
}

func (all guests) Close() error {
	var errs []error
	for _, g := range all {
		errs = append(errs, g.close())
	}
	return errors.Join(errs...)
}
