package app

import (
	"cmp"
	"fmt"

	"github.com/ptr-project/ptr/clone"
)

// openPools has clones of servers made ahead, which take as long as servers to
// start: one for each worker at a time.
func (l *landlord) openPools(workers int) error {
	l.pools = make([]*clone.Pool, len(l.sets))
	for i, a := range l.sets {
		if !a.backend.Shares() {
			continue
		}
		dir, err := l.area.Folder(l.storage, fmt.Sprint("pool", i))
		if err != nil {
			return err
		}
		l.pools[i] = clone.NewPool(clone.PoolOptions{
			Strategy: a.strategy, Template: a.template, Dir: dir, Ahead: workers,
		})
	}
	return nil
}

// limitPools has no more clones made ahead than there are processes to come.
func (l *landlord) limitPools(processes int) {
	for _, p := range l.pools {
		if p != nil {
			p.Limit(processes)
		}
	}
}

// close drops the clones that are left in pools.
func (l *landlord) close() error {
	var errs []error
	for _, p := range l.pools {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	return cmp.Or(errs...) // where one cannot be dropped, others cannot either
}
