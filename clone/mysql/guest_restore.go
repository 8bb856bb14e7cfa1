package mysql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
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
	var touched []string
	if err == nil {
		touched, err = g.transact(ctx)
	}
	if err == nil {
		err = g.setBack(ctx, touched)
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

// setBack sets the numbers of AUTO_INCREMENT back, those of tables that were put back,
// too, and of all where triggers may have moved them.
func (g *guest) setBack(ctx context.Context, touched []string) error {
	suspects := slices.Clone(touched)
	for table, born := range g.born {
		if g.last.facts[table].next != born.next {
			suspects = append(suspects, table)
		}
	}
	if len(suspects) == 0 {
		return nil
	}
	now, err := g.facts(ctx, suspects...)
	if err != nil {
		return err
	}
	var statements []string
	for table, is := range now {
		if born, known := g.born[table]; known && is.next != born.next {
			statements = append(statements, fmt.Sprintf("ALTER TABLE %s.%s AUTO_INCREMENT = %d", identifier(g.Copy), identifier(table), born.next))
		}
	}
	if err := g.say(ctx, statements); err != nil {
		return err
	}
	if len(statements) > 0 {
		if now, err = g.facts(ctx, suspects...); err != nil {
			return err
		}
	}
	maps.Copy(g.last.facts, now)
	return nil
}
