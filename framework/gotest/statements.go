package gotest

import (
	"time"

	"github.com/ptr-project/ptr/suite"
)

// unfinished are the statements of tests that are under way; nil if there are
// none.
func (b *book) unfinished() map[suite.ID][]suite.Statement {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all map[suite.ID][]suite.Statement
	for _, r := range b.running {
		if r.issued.Total() == 0 {
			continue
		}
		if all == nil {
			all = map[suite.ID][]suite.Statement{}
		}
		all[idOf(b.unit, r.name)] = r.issued.List(time.Since(r.start))
	}
	return all
}
