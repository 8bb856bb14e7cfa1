package evidence

import (
	"context"
	"slices"
	"strings"
)

// Consequences are, by alias and by table, the tables that are written when that one is: by
// its triggers, or by foreign keys. All are in lower case.
type Consequences map[string]map[string][]string

// attribute leaves, of the statements that can only have written to something by a trigger
// or cascade, those that can by the schema; all if that has none.
func (c Case) attribute(ctx context.Context, left []Left) error {
	if c.Consequences == nil || !slices.ContainsFunc(left, Left.indirect) {
		return nil
	}
	known, err := c.Consequences(ctx)
	if err != nil {
		return err
	}
	for i, l := range left {
		if !l.indirect() {
			continue
		}
		table := bare(strings.TrimPrefix(l.Thing.Name, "table "))
		able := func(w Writer) bool { return known.reach(l.Thing.Alias, bare(w.Through), table) }
		if slices.ContainsFunc(l.By, able) {
			left[i].By = slices.DeleteFunc(slices.Clone(l.By), func(w Writer) bool { return !able(w) })
		}
	}
	return nil
}

// indirect reports whether no statement was seen that names what has changed.
func (l Left) indirect() bool { return len(l.By) > 0 && l.By[0].Through != "" }

// reach reports whether writing to one table can write to another, at first or second hand.
func (c Consequences) reach(alias, from, to string) bool {
	reached := []string{from}
	for i := 0; i < len(reached); i++ {
		for _, next := range c[alias][reached[i]] {
			if next = bare(next); !slices.Contains(reached, next) {
				reached = append(reached, next)
			}
		}
	}
	return slices.Contains(reached[1:], to)
}

// bare is the name of a table without its schema and quotes.
func bare(name string) string {
	name = strings.ToLower(strings.Trim(name, "\"`[]"))
	return strings.Trim(name[strings.LastIndexByte(name, '.')+1:], "\"`[]")
}
