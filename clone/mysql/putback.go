package mysql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// transact puts rows back until all tables are as they were: a trigger, which cannot
// be switched off, may have changed others meanwhile, and those are put back next. It
// returns the tables that it has changed, or may have.
func (g *guest) transact(ctx context.Context) (touched []string, err error) {
	differ := unlike(g.diffs)
	if len(differ) == 0 {
		return nil, nil
	}
	triggers, err := g.triggers(ctx)
	if err != nil {
		return nil, err
	}
	check := differ
	if slices.ContainsFunc(differ, func(i int) bool { return triggers[g.tables[i].Name] }) {
		check = g.all()
	}
	if err := g.say(ctx, []string{"START TRANSACTION"}); err != nil {
		return nil, err
	}
	const most = 3
	now := g.diffs
	for n := 0; len(differ) > 0; n++ {
		if n == most {
			return nil, errors.New("triggers change what is put back")
		}
		if err := g.putBack(ctx, now, differ); err != nil {
			return nil, err
		}
		if now, err = g.differing(ctx, check); err != nil {
			return nil, err
		}
		differ = unlike(now)
	}
	for _, i := range check {
		touched = append(touched, g.tables[i].Name)
	}
	return touched, g.commit(ctx)
}

// unlike are the tables that differ, in their order.
func unlike(diffs map[int]*rowdiff.Diff) (which []int) {
	for i, d := range diffs {
		if !d.Empty() {
			which = append(which, i)
		}
	}
	slices.Sort(which)
	return which
}

// all are the numbers of all tables.
func (g *guest) all() (which []int) {
	for i := range g.tables {
		which = append(which, i)
	}
	return which
}

// triggers are the tables that have some.
func (g *guest) triggers(ctx context.Context) (map[string]bool, error) {
	rows, err := g.conn.QueryContext(ctx, "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_schema = ?", g.Copy)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, err
		}
		found[table] = true
	}
	return found, rows.Err()
}

// putBack deletes the rows that are new or have changed, of all tables, and then has
// those come that are gone: so no row ever has what another must be the only one to
// have.
func (g *guest) putBack(ctx context.Context, diffs map[int]*rowdiff.Diff, which []int) error {
	var goes, comes []string
	for _, i := range which {
		r := reversed{table: g.tables[i], pair: g.Pair}
		for before, after := range diffs[i].Rows() {
			r.add(before, after)
		}
		goes, comes = append(goes, r.deletions()...), append(comes, r.insertions()...)
	}
	return g.say(ctx, append(goes, comes...))
}

// differing compares tables, those whose digests differ.
func (g *guest) differing(ctx context.Context, which []int) (map[int]*rowdiff.Diff, error) {
	if err := g.needOriginals(ctx, which); err != nil {
		return nil, err
	}
	digests, locked, err := g.digestsOf(ctx, g.Copy, which)
	if err == nil && len(locked) > 0 {
		err = fmt.Errorf("%s is locked", g.tables[locked[0]].Name)
	}
	if err != nil {
		return nil, err
	}
	differ := map[int]*rowdiff.Diff{}
	for i, digest := range digests {
		if digest == g.originals[i] {
			continue
		}
		if differ[i], err = g.compare(ctx, i); err != nil {
			return nil, err
		}
	}
	return differ, nil
}

// commit remembers that nothing differs.
func (g *guest) commit(ctx context.Context) error {
	if err := g.say(ctx, []string{"COMMIT"}); err != nil {
		return err
	}
	g.diffs = map[int]*rowdiff.Diff{}
	g.last.digests = maps.Clone(g.originals)
	return nil
}
