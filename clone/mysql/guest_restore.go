package mysql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/rowdiff"
)

// restore puts back what differs from the original, without foreign keys, and looks
// whether that has led there before it commits.
func (g *guest) restore(ctx context.Context) error {
	if _, err := g.changes(ctx, 0); err != nil {
		return err
	}
	if len(g.last.locked) > 0 {
		return fmt.Errorf("%w: %s is locked", clone.ErrIrreversible, g.tables[g.last.locked[0]].Name)
	}
	statements, err := g.dropped()
	if err != nil {
		return err
	}
	err = g.say(ctx, statements)
	if err == nil && slices.ContainsFunc(slices.Collect(maps.Values(g.diffs)), func(d *rowdiff.Diff) bool { return !d.Empty() }) {
		err = g.transact(ctx)
	}
	if err == nil {
		err = g.setBack(ctx)
	}
	if err != nil {
		_, rolled := g.conn.ExecContext(ctx, "ROLLBACK")
		return errors.Join(fmt.Errorf("%w: %w", clone.ErrIrreversible, err), rolled)
	}
	if g.last.definitions != nil {
		g.last.definitions = g.definitions
	}
	return nil
}

// dropped are the statements that undo what was done to definitions.
func (g *guest) dropped() (statements []string, err error) {
	if g.last.definitions == nil {
		return nil, nil
	}
	for _, name := range slices.Sorted(maps.Keys(g.last.definitions)) {
		was, known := g.definitions[name]
		table, isTable := strings.CutPrefix(name, "table ")
		switch {
		case !known && isTable:
			statements = append(statements, "DROP TABLE IF EXISTS "+identifier(g.Copy)+"."+identifier(table))
		case !known:
			return nil, fmt.Errorf("%w: %s was made", clone.ErrIrreversible, name)
		case was != g.last.definitions[name]:
			return nil, fmt.Errorf("%w: %s was altered", clone.ErrIrreversible, name)
		}
	}
	for name := range g.definitions {
		if _, there := g.last.definitions[name]; !there {
			return nil, fmt.Errorf("%w: %s was dropped", clone.ErrIrreversible, name)
		}
	}
	return statements, nil
}

// say executes statements.
func (g *guest) say(ctx context.Context, statements []string) error {
	for _, statement := range statements {
		if _, err := g.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}

// transact puts rows back until all tables are as they were: a trigger, which cannot
// be switched off, may have changed others meanwhile, and those are put back next.
func (g *guest) transact(ctx context.Context) error {
	triggers, err := g.triggers(ctx)
	if err != nil {
		return err
	}
	if err := g.say(ctx, []string{"START TRANSACTION"}); err != nil {
		return err
	}
	now := maps.Clone(g.diffs)
	const most = 3
	for range most {
		var differ []int
		for i, d := range now {
			if !d.Empty() {
				differ = append(differ, i)
			}
		}
		if len(differ) == 0 {
			return g.commit(ctx)
		}
		slices.Sort(differ)
		if err := g.putBack(ctx, now, differ); err != nil {
			return err
		}
		check := differ
		if slices.ContainsFunc(differ, func(i int) bool { return triggers[g.tables[i].Name] }) {
			check = g.all()
		}
		if now, err = g.differing(ctx, check); err != nil {
			return err
		}
	}
	return errors.New("triggers change what is put back")
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

// setBack sets the numbers of AUTO_INCREMENT back. Restoring may have moved them, too.
func (g *guest) setBack(ctx context.Context) error {
	now, err := g.facts(ctx)
	if err != nil {
		return err
	}
	moved := false
	for _, table := range slices.Sorted(maps.Keys(g.born)) {
		if born := g.born[table]; born.known && now[table].next != born.next {
			moved = true
			if err := g.say(ctx, []string{fmt.Sprintf("ALTER TABLE %s.%s AUTO_INCREMENT = %d", identifier(g.Copy), identifier(table), born.next)}); err != nil {
				return err
			}
		}
	}
	if moved {
		now, err = g.facts(ctx)
	}
	g.last.facts = now
	return err
}
