package mysql

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// A look is what was seen at one time.
type look struct {
	status      status
	definitions map[string]string // nil: as the original's
	facts       facts
	digests     map[int]string // of tables that were read; others are as the original's
	proven      map[int]proof  // of tables: that they have those digests
	locked      []int          // tables that nobody could read
}

// described reads what the original is made of.
func (g *guest) described(ctx context.Context) (err error) {
	if g.tables != nil {
		return nil
	}
	if g.tables, err = readTables(ctx, g.conn, g.says, g.Original); err != nil {
		return err
	}
	g.last.proven = map[int]proof{}
	for i, t := range g.tables {
		g.last.proven[i] = g.born.proof(t.Name)
	}
	return nil
}

// look sees what there is now.
func (g *guest) look(ctx context.Context, status status) (now look, err error) {
	now = look{status: status, definitions: g.last.definitions}
	if err := g.described(ctx); err != nil {
		return now, err
	}
	if status.defining != g.last.status.defining {
		if now.definitions, err = g.defined(ctx); err != nil {
			return now, err
		}
		g.last.proven = nil // a table may be another that was renamed
	}
	if now.facts, err = g.facts(ctx); err != nil {
		return now, err
	}
	if err := g.catchUp(ctx, now.facts, stepped(g.last.facts, now.facts)); err != nil {
		return now, err
	}
	err = g.digest(ctx, &now)
	return now, err
}

// digest finds the digests of all tables that may have changed.
func (g *guest) digest(ctx context.Context, now *look) (err error) {
	now.digests, now.proven = maps.Clone(g.last.digests), map[int]proof{}
	if now.digests == nil {
		now.digests = map[int]string{}
	}
	var doubtful []int
	for i, t := range g.tables {
		if !now.has(g.definitions, t.Name) {
			continue
		}
		now.proven[i] = now.facts.proof(t.Name)
		if !g.last.proven[i].still(now.proven[i]) || slices.Contains(g.last.locked, i) {
			doubtful = append(doubtful, i)
		}
	}
	read, locked, err := g.digestsOf(ctx, g.Copy, doubtful)
	if err != nil {
		return err
	}
	maps.Copy(now.digests, read)
	now.locked = locked
	return g.needOriginals(ctx, doubtful)
}

// has reports whether a table is there as the original has it.
func (l look) has(born map[string]string, table string) bool {
	return l.definitions == nil || l.definitions["table "+table] == born["table "+table]
}

// needOriginals sees that digests of the original's tables are known.
func (g *guest) needOriginals(ctx context.Context, which []int) error {
	missing := slices.DeleteFunc(slices.Clone(which), func(i int) bool { _, known := g.originals[i]; return known })
	digests, locked, err := g.digestsOf(ctx, g.Original, missing)
	if err == nil && len(locked) > 0 {
		err = fmt.Errorf("the template's table %s is locked", g.tables[locked[0]].Name)
	}
	maps.Copy(g.originals, digests)
	return err
}

// of is the digest of a table.
func (g *guest) of(l look, i int) string {
	if digest, read := l.digests[i]; read {
		return digest
	}
	return g.originals[i]
}
