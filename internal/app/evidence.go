package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

// A Left is something that a test left other than it had found it.
type Left struct {
	Test suite.ID `json:"test"`
	What string   `json:"what"` // such as "table people_person of default: 3 new rows"
}

// leftBehind runs a set of tests, and the one that they do something to, with isolation
// verify: what they left changed is seen then. That is another build of Go's test
// binaries, so that it wants a session of its own.
func (s *session) leftBehind(ctx context.Context, set []suite.ID, victim suite.ID) (left []Left, err error) {
	defer s.line.during("looking at what is left behind")()
	o := s.Options
	o.Isolation = string(run.Verify)
	other, err := open(Streams{In: s.streams.In, Out: s.streams.Err, Err: s.streams.Err}, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, other.close()) }()
	other.config.Seed = s.config.Seed
	for _, id := range append(slices.Clone(set), victim) {
		other.sought = append(other.sought, string(id)) // others need not be built again
	}
	p, _, err := other.prober(ctx)
	if err != nil {
		return nil, err
	}
	p.watched = true
	attempts, err := p.probe(ctx, suite.Trial{Order: append(slices.Clone(suite.Order(set)), victim)})
	if err != nil {
		return nil, err
	}
	for _, a := range attempts[:len(set)] {
		left = append(left, leftBy(a)...)
	}
	return left, nil
}

// leftBy is what one attempt left behind: its tables and variables, and then what else.
func leftBy(a suite.Attempt) []Left {
	var left []Left
	var tables []suite.Change // one for each table, the first
	rows := map[[2]string]*rowCounts{}
	for _, c := range a.Changes {
		if c.Alias == "" {
			left = append(left, Left{a.Test, fmt.Sprintf("variable %s: %s -> %s", c.Where, c.Old, c.New)})
			continue
		}
		key := [2]string{c.Alias, c.Where}
		if rows[key] == nil {
			rows[key] = &rowCounts{}
			tables = append(tables, c)
		}
		rows[key].add(c)
	}
	for _, c := range tables {
		left = append(left, Left{a.Test, fmt.Sprintf("%s of %s: %s", c.Where, c.Alias, rows[[2]string{c.Alias, c.Where}])})
	}
	for _, l := range a.Leaks {
		left = append(left, Left{a.Test, fmt.Sprintf("%s %s", l.Kind, l.What)})
	}
	return left
}

// rowCounts are how many rows of a table differ.
type rowCounts struct{ added, changed, removed int }

func (r *rowCounts) add(c suite.Change) {
	switch {
	case c.Old == "":
		r.added++
	case c.New == "":
		r.removed++
	default:
		r.changed++
	}
}

func (r *rowCounts) String() string {
	text := ""
	for _, part := range []struct {
		n    int
		verb string
	}{{r.added, "added"}, {r.changed, "changed"}, {r.removed, "removed"}} {
		if part.n == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s %s", plural(part.n, "row"), part.verb)
	}
	return text
}
