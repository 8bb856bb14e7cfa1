package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
)

// settle chooses again, now that it is known in which folder clones will be.
func settle(a set, place string) (set, error) {
	a.template.Place = place
	var err error
	a.strategy, a.why, err = choose(a)
	return a, err
}

// settleAll is a copy of sets, settled.
func settleAll(sets []set, place string) ([]set, error) {
	settled := make([]set, len(sets))
	for i, a := range sets {
		var err error
		if settled[i], err = settle(a, place); err != nil {
			return nil, err
		}
	}
	return settled, nil
}

// choose finds the strategy that is configured, or the one that suits best.
func choose(a set) (clone.Strategy, string, error) {
	if a.databases[0].Loads {
		return sqlite.Loaded{}, "workers load the snapshot into their own memory", nil
	}
	strategies, why := backends.Strategies(a.backend, a.template)
	asked := a.databases[0].Strategy
	reachable := []string{"auto"}
	problem := "needs a server of ptr's own"
	for _, strategy := range strategies {
		if strategy.Reach() != clone.ByAddress {
			if strategy.Name() == asked {
				problem = "makes clones that only the process which loads them can reach"
			}
			continue
		}
		err := clone.Unfit(strategy, a.template)
		switch automatic := asked == "auto" || asked == ""; {
		case strategy.Name() == asked && err != nil:
			return nil, "", unfit(a, err)
		case strategy.Name() == asked, automatic && err == nil:
			return strategy, why, nil
		case err != nil:
			continue
		}
		reachable = append(reachable, strategy.Name())
	}
	return nil, "", console.Usage(fmt.Errorf("database %q: strategy %q %s", a.databases[0].Alias, asked, problem), "use one of "+strings.Join(reachable, ", "))
}

// unfit says what kept the strategy that is configured from being used.
func unfit(a set, err error) error {
	var said *clone.UnfitError
	if errors.As(err, &said) {
		return console.Usage(fmt.Errorf("database %q: %w", a.databases[0].Alias, err), said.Hint())
	}
	return console.Failure(err, "")
}
