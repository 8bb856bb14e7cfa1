package housing

import (
	"cmp"
	"fmt"

	"github.com/ptr-project/ptr/clone"
)

// OpenPools has clones of servers made ahead, which take as long as servers to
// start: one for each worker at a time.
func (l *Landlord) OpenPools(workers int) error {
	for i, a := range l.sets {
		if !a.Backend.Shares() {
			continue
		}
		dir, err := l.area.Folder(l.storage, fmt.Sprint("pool", i))
		if err != nil {
			return err
		}
		l.pools[i] = clone.NewPool(clone.PoolOptions{
			Strategy: a.Strategy, Template: a.Template, Dir: dir, Ahead: workers,
		})
	}
	return nil
}

// LimitPools has no more clones made ahead than there are processes to come.
func (l *Landlord) LimitPools(processes int) {
	for _, p := range l.pools {
		if p != nil {
			p.Limit(processes)
		}
	}
}

// Close drops the clones that are left in pools.
func (l *Landlord) Close() error {
	var errs []error
	for _, p := range l.pools {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	return cmp.Or(errs...) // where one cannot be dropped, others cannot either
}
