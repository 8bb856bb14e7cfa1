package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/rowdiff"
	"github.com/ptr-project/ptr/suite"
)

// Solitary is true: who has a database open keeps it from being a template.
func (*site) Solitary() bool { return true }

// Observe has a guest in each database.
func (s *site) Observe(ctx context.Context, pairs []clone.Pair) (clone.Watcher, error) {
	w := &watcher{}
	for _, p := range pairs {
		g, err := openGuest(ctx, p.Alias, s.at.dsn(p.Copy), s.at.dsn(p.Original))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("watching %q: %w", p.Alias, s.at.explain(err)), w.Close())
		}
		w.eyes = append(w.eyes, g)
	}
	return w, nil
}

// A guest watches one database as who may do no more there than own it. There is no
// stream of changes for such a user, and the server's counters of rows come up to ten
// seconds late. What a guest goes by is there at once, and misses nothing:
//
//   - While pg_current_snapshot() stays the same, no transaction that has written has
//     ended anywhere on the server.
//   - Otherwise a table whose rows have the same places and the same transactions
//     that wrote them (ctid and xmin; rows that were rolled back are not seen) has the
//     same rows. Values are not read for that.
//   - A table that differs in this is compared with the database that this one was
//     copied from, by digests and then by rows.
type guest struct {
	beside
	dsn      string       // of the original
	original *pgx.Conn    // nil until it is needed
	tables   tables       // that the original has, too
	chunks   []chunk      // of those that are still there
	written  string       // the transactions that had written, when last looked
	marks    map[int]mark // of tables, of the last look
	born     map[int]mark
	diffs    map[int]*rowdiff.Diff // of the last look: how tables differ from the original
	locked   []string              // tables that nobody could read then
}

// quiet are the settings of sessions. Values look alike in all of them.
const quiet = "SET lock_timeout = '2s'; SET statement_timeout = '60s'; SET client_min_messages = error; SET jit = off; SET max_parallel_workers_per_gather = 0; " +
	"SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET xmlbinary = 'base64'; SET synchronous_commit = off"

func openQuiet(ctx context.Context, dsn string) (*pgx.Conn, error) {
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if _, err := c.Exec(ctx, quiet, pgx.QueryExecModeSimpleProtocol); err != nil {
		return nil, errors.Join(err, c.Close(ctx))
	}
	return c, nil
}

func openGuest(ctx context.Context, alias, dsn, original string) (*guest, error) {
	conn, err := openQuiet(ctx, dsn)
	if err != nil {
		return nil, err
	}
	g := &guest{beside: beside{alias: alias, conn: conn}, dsn: original, diffs: map[int]*rowdiff.Diff{}}
	if err := g.begin(ctx); err != nil {
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

func (g *guest) begin(ctx context.Context) (err error) {
	if g.written, err = g.snapshot(ctx); err != nil {
		return err
	}
	if err := g.remember(ctx); err != nil {
		return err
	}
	if g.tables, err = readTables(ctx, g.conn); err != nil {
		return err
	}
	if err := g.prepare(ctx); err != nil {
		return err
	}
	g.born, err = g.marked(ctx)
	g.marks = g.born
	return err
}

func (g *guest) close() error {
	err := g.conn.Close(context.Background())
	if g.original != nil {
		err = errors.Join(err, g.original.Close(context.Background()))
	}
	return err
}

func (g *guest) wasUsed(ctx context.Context) (bool, error) {
	if g.used {
		return true, nil
	}
	sequences, err := g.readSequences(ctx)
	if err != nil || !maps.Equal(sequences, g.sequences) {
		return err == nil, err
	}
	ended, err := g.snapshot(ctx)
	if err != nil || ended == g.written {
		return false, err
	}
	schema, err := g.readSchema(ctx)
	if err != nil || !maps.Equal(schema, g.schema) {
		return err == nil, err
	}
	marks, err := g.marked(ctx)
	return err == nil && !maps.Equal(marks, g.born), err
}

func (g *guest) changes(ctx context.Context, limit int) (changes []suite.Change, err error) {
	ended, err := g.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if ended != g.written || len(g.locked) > 0 {
		if changes, err = g.rowsAndSchema(ctx, limit); err != nil {
			return nil, err
		}
		g.written = ended
	}
	steps, err := g.steps(ctx) // which no transaction need have written
	changes = append(changes, steps...)
	g.used = g.used || len(changes) > 0
	return changes, err
}

func (g *guest) rowsAndSchema(ctx context.Context, limit int) ([]suite.Change, error) {
	definitions, err := g.definitions(ctx, nil)
	if err != nil {
		return nil, err
	}
	if len(definitions) > 0 {
		if err := g.avoidLocks(ctx); err != nil {
			return nil, err
		}
	}
	marks, err := g.marked(ctx)
	if err != nil {
		return nil, err
	}
	var changes []suite.Change
	for _, i := range g.unlike(marks) {
		d, err := g.compare(ctx, i)
		if err != nil {
			return nil, err
		}
		changes = append(changes, d.Since(g.diffs[i]).Changes(g.alias, limit)...)
		g.diffs[i] = d
	}
	g.marks = marks
	for _, name := range g.locked {
		changes = append(changes, suite.Change{Alias: g.alias, Where: "table " + plain(name), Old: "rows", New: "locked by a transaction that is still open"})
	}
	return append(changes, definitions...), nil
}

// unlike are the tables that are marked in another way than at the last look, by
// name.
func (g *guest) unlike(marks map[int]mark) (which []int) {
	for _, c := range g.chunks {
		for _, i := range c.tables {
			if marks[i] != g.marks[i] {
				which = append(which, i)
			}
		}
	}
	slices.Sort(which)
	return which
}

// compare is how a table differs from the original.
func (g *guest) compare(ctx context.Context, i int) (_ *rowdiff.Diff, err error) {
	if g.original == nil {
		if g.original, err = openQuiet(ctx, g.dsn); err != nil {
			return nil, err
		}
	}
	t := g.tables[i]
	if t.original == nil {
		t.original = rowdiff.NewOriginal(t.Table, reader{g.original, t})
	}
	return t.original.Compare(ctx, reader{g.conn, t})
}
