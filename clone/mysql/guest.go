package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/rowdiff"
	"github.com/ptr-project/ptr/suite"
)

// Solitary is false: a template can be read whenever.
func (*site) Solitary() bool { return false }

// Observe has a guest in each database.
func (s *site) Observe(ctx context.Context, pairs []clone.Pair) (clone.Watcher, error) {
	all := guests{}
	for _, p := range pairs {
		g, err := openGuest(ctx, s.at.dsn(p.Copy), p)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("watching %q: %w", p.Alias, s.at.explain(err)), all.Close())
		}
		all = append(all, g)
	}
	return all, nil
}

// A guest watches one database as who may do no more there than own it. There is no
// log of changes for such a user, and no counter for a table. What a guest goes by is
// there at once, and misses nothing:
//
//   - While the server's counters of rows written and of commits stay the same, its
//     own session's apart, nothing was changed anywhere; while those of statements
//     that define something do, no definition was.
//   - Otherwise an InnoDB table that says when it was last changed, and says the same
//     as it did more than two seconds after that time, has the same rows. A table that
//     the server has forgotten meanwhile does not say it.
//   - Of all others digests of the rows decide. A table whose digest differs is
//     compared with the one that it was copied from, which is on the same server.
type guest struct {
	clone.Pair
	db   *sql.DB
	conn *sql.Conn

	tables      []*table          // of the original; nil until they are needed
	definitions map[string]string // of the original; the same
	born        facts             // of the tables when nobody had written
	last        look
	originals   map[int]string        // digests of the original's tables, as far as they were needed
	diffs       map[int]*rowdiff.Diff // of the last look: how tables differ from the original
	used        bool
}

// A look is what was seen at one time.
type look struct {
	status      status
	definitions map[string]string // nil: as the original's
	facts       facts
	digests     map[int]string // of tables that were read; others are as the original's
	proven      map[int]proof  // of tables: that they have those digests
	locked      []int          // tables that nobody could read
}

func openGuest(ctx context.Context, dsn string, p clone.Pair) (*guest, error) {
	db, err := openServer(dsn)
	if err != nil {
		return nil, err
	}
	g := &guest{Pair: p, db: db, originals: map[int]string{}, diffs: map[int]*rowdiff.Diff{}}
	if g.conn, err = db.Conn(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := g.begin(ctx); err != nil {
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

func (g *guest) close() error { return errors.Join(g.conn.Close(), g.db.Close()) }

// begin looks at what there is when nobody has written yet.
func (g *guest) begin(ctx context.Context) (err error) {
	const settings = "SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO', group_concat_max_len = 1000000000, lock_wait_timeout = 2, innodb_lock_wait_timeout = 2, foreign_key_checks = 0"
	if _, err := g.conn.ExecContext(ctx, settings); err != nil {
		return err
	}
	_, _ = g.conn.ExecContext(ctx, "SET information_schema_stats_expiry = 0") // which MySQL has since 8.0: it would tell what was
	if g.last.status, err = g.status(ctx); err != nil {
		return err
	}
	g.born, err = g.facts(ctx)
	g.last.facts = g.born
	return err
}

// described reads what the original is made of.
func (g *guest) described(ctx context.Context) (err error) {
	if g.tables != nil {
		return nil
	}
	if g.tables, err = readTables(ctx, g.conn, g.Original); err != nil {
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

func (g *guest) wasUsed(ctx context.Context) (bool, error) {
	if g.used {
		return true, nil
	}
	status, err := g.status(ctx)
	if err != nil || status == g.last.status {
		return false, err
	}
	now, err := g.look(ctx, status)
	if err != nil || now.definitions != nil && !maps.Equal(now.definitions, g.definitions) || !maps.Equal(now.facts.counters(), g.born.counters()) {
		return err == nil, err
	}
	for i := range g.tables {
		if g.of(now, i) != g.originals[i] {
			return true, nil
		}
	}
	return false, nil
}

func (g *guest) changes(ctx context.Context, limit int) (changes []suite.Change, err error) {
	status, err := g.status(ctx)
	if err != nil || status == g.last.status && len(g.last.locked) == 0 {
		return nil, err
	}
	now, err := g.look(ctx, status)
	if err != nil {
		return nil, err
	}
	for i, t := range g.tables {
		if g.of(now, i) == g.of(g.last, i) || !now.has(g.definitions, t.Name) {
			continue
		}
		d, err := g.compare(ctx, i)
		if err != nil {
			return nil, err
		}
		changes = append(changes, t.named(d.Since(g.diffs[i]).Changes(g.Alias, limit))...)
		g.diffs[i] = d
	}
	for _, i := range now.locked {
		changes = append(changes, suite.Change{Alias: g.Alias, Where: "table " + g.tables[i].Name, Old: "rows", New: "locked by a session that is still open"})
	}
	changes = append(append(changes, g.redefined(now)...), g.steps(now)...)
	g.last = now
	g.used = g.used || len(changes) > 0
	return changes, nil
}

// steps are the counters of AUTO_INCREMENT that went on, even in a transaction that
// was rolled back.
func (g *guest) steps(now look) (changes []suite.Change) {
	counters, last := now.facts.counters(), g.last.facts.counters()
	for _, table := range slices.Sorted(maps.Keys(counters)) {
		if was, known := last[table]; known && was != counters[table] && g.born[table].known {
			changes = append(changes, suite.Change{Alias: g.Alias, Where: "AUTO_INCREMENT of " + table, Old: fmt.Sprint(was), New: fmt.Sprint(counters[table])})
		}
	}
	return changes
}

// compare is how a table differs from the original.
func (g *guest) compare(ctx context.Context, i int) (*rowdiff.Diff, error) {
	t := g.tables[i]
	if t.original == nil {
		t.original = rowdiff.NewOriginal(t.Table, reader{g.conn, g.Original, t})
	}
	return t.original.Compare(ctx, reader{g.conn, g.Copy, t})
}

// guests are the watchers of all databases of a clone.
type guests []*guest

func (all guests) Used(ctx context.Context) (bool, error) {
	for _, g := range all {
		if used, err := g.wasUsed(ctx); used || err != nil {
			return used, err
		}
	}
	return false, nil
}

func (all guests) Changes(ctx context.Context, limit int) (changes []suite.Change, err error) {
	for _, g := range all {
		some, err := g.changes(ctx, limit)
		if err != nil {
			return nil, err
		}
		changes = append(changes, some...)
	}
	return changes, nil
}

func (all guests) Restore(ctx context.Context) error {
	for _, g := range all {
		if err := g.restore(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (all guests) Close() error {
	var errs []error
	for _, g := range all {
		errs = append(errs, g.close())
	}
	return errors.Join(errs...)
}
