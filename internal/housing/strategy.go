package housing

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/clone/sqlite"
	"github.com/ptr-project/ptr/internal/backends"
	"github.com/ptr-project/ptr/internal/console"
)

// In is the set once it is known in which folder its clones will be: how they are best made
// depends on that.
func (s Set) In(place string) (Set, error) {
	s.Template.Place = place
	return s.Chosen()
}

// Chosen is the set with the strategy that is configured, or with the one that suits best.
func (s Set) Chosen() (_ Set, err error) {
	s.Strategy, s.Why, err = s.choose()
	return s, err
}

// settled are the sets once it is known where clones will be.
func settled(sets []Set, place string) ([]Set, error) {
	all := make([]Set, len(sets))
	for i, a := range sets {
		var err error
		if all[i], err = a.In(place); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s Set) choose() (clone.Strategy, string, error) {
	if s.Databases[0].Loads {
		return sqlite.Loaded{}, "workers load the snapshot into their own memory", nil
	}
	strategies, why := backends.Strategies(s.Backend, s.Template)
	asked := s.Databases[0].Strategy
	reachable := []string{"auto"}
	problem := "needs a server of ptr's own"
	for _, strategy := range strategies {
		if strategy.Reach() != clone.ByAddress {
			if strategy.Name() == asked {
				problem = "makes clones that only the process which loads them can reach"
			}
			continue
		}
		err := clone.Unfit(strategy, s.Template)
		switch automatic := asked == "auto" || asked == ""; {
		case strategy.Name() == asked && err != nil:
			return nil, "", s.unfit(err)
		case strategy.Name() == asked, automatic && err == nil:
			return strategy, why, nil
		case err != nil:
			continue
		}
		reachable = append(reachable, strategy.Name())
	}
	return nil, "", console.Usage(fmt.Errorf("database %q: strategy %q %s", s.Databases[0].Alias, asked, problem), "use one of "+strings.Join(reachable, ", "))
}

// unfit says what kept the strategy that is configured from being used.
func (s Set) unfit(err error) error {
	var said *clone.UnfitError
	if errors.As(err, &said) {
		return console.Usage(fmt.Errorf("database %q: %w", s.Databases[0].Alias, err), said.Hint())
	}
	return console.Failure(err, "")
}
