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
	says dialect

	tables      []*table          // of the original; nil until they are needed
	definitions map[string]string // of the original; the same
	born        facts             // of the tables when nobody had written
	last        look
	originals   map[int]string        // digests of the original's tables, as far as they were needed
	diffs       map[int]*rowdiff.Diff // of the last look: how tables differ from the original
	used        bool
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
	if g.says, err = dialectOf(ctx, g.conn); err != nil {
		return err
	}
	if g.last.status, err = g.status(ctx); err != nil {
		return err
	}
	if g.born, err = g.facts(ctx); err != nil {
		return err
	}
	err = g.catchUp(ctx, g.born, slices.Sorted(maps.Keys(g.born.counters())))
	g.last.facts = maps.Clone(g.born)
	return err
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
		_, born := g.born[table]
		if was, known := last[table]; known && was != counters[table] && born {
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
