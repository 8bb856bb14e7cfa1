package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/rowdiff"
)

// restore puts back what differs from the original, in one transaction, and looks
// whether that has led there before it commits.
func (g *guest) restore(ctx context.Context) error {
	if _, err := g.changes(ctx, 0); err != nil {
		return err
	}
	touched, err := g.touched()
	if err != nil {
		return err
	}
	statements, err := g.dropped()
	if err != nil {
		return err
	}
	steps := g.setBack()
	if len(touched)+len(statements)+len(steps) == 0 {
		return nil
	}
	if err := g.transact(ctx, touched, statements, steps, g.putAllBack); err != nil {
		return err
	}
	g.diffs = map[int]*rowdiff.Diff{}
	g.beside.forget()
	return nil
}

// touched are the tables that differ from the original.
func (g *guest) touched() (which []int, err error) {
	if len(g.locked) > 0 {
		return nil, fmt.Errorf("%w: %s is locked", clone.ErrIrreversible, g.locked[0])
	}
	for i, d := range g.diffs {
		if d.Empty() {
			continue
		}
		if !g.tables[i].written {
			return nil, fmt.Errorf("%w: the materialized view %s was refreshed", clone.ErrIrreversible, g.tables[i].Name)
		}
		which = append(which, i)
	}
	slices.Sort(which)
	return which, nil
}

// transact puts tables back by putBack, which is given those, too, that a foreign key may
// lead it to. On error all is as it was, and the error wraps [clone.ErrIrreversible].
func (g *guest) transact(ctx context.Context, touched []int, statements, steps []string, putBack func(context.Context, []int) error) error {
	if err := g.tryTransact(ctx, touched, statements, steps, putBack); err != nil {
		_, rolled := g.conn.Exec(ctx, "ROLLBACK")
		return errors.Join(fmt.Errorf("%w: %w", clone.ErrIrreversible, err), rolled)
	}
	return nil
}

func (g *guest) tryTransact(ctx context.Context, touched []int, statements, steps []string, putBack func(context.Context, []int) error) error {
	if err := g.say(ctx, append([]string{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"}, statements...)); err != nil {
		return err
	}
	reached, err := g.reached(ctx, touched)
	if err != nil {
		return err
	}
	off, on, err := g.reactions(ctx, reached)
	if err != nil {
		return err
	}
	if err := g.say(ctx, off); err != nil {
		return err
	}
	if err := putBack(ctx, reached); err != nil {
		return err
	}
	if err := g.say(ctx, slices.Concat([]string{"SET CONSTRAINTS ALL IMMEDIATE"}, on, steps)); err != nil {
		return err
	}
	marks, err := g.markedAnew(ctx, reached)
	if err != nil {
		return err
	}
	return g.commit(ctx, marks)
}

// say sends statements.
func (g *guest) say(ctx context.Context, statements []string) error {
	if len(statements) == 0 {
		return nil
	}
	_, err := g.conn.PgConn().Exec(ctx, strings.Join(statements, "; ")).ReadAll()
	return err
}

// reached are tables, and those whose rows a foreign key may change when rows of the
// former are changed.
func (g *guest) reached(ctx context.Context, touched []int) (which []int, err error) {
	var oids []uint32
	for _, i := range touched {
		oids = append(oids, g.tables[i].oid)
	}
	rows, err := g.conn.Query(ctx, `WITH RECURSIVE reached(oid) AS (SELECT unnest($1::oid[]) UNION SELECT c.conrelid FROM pg_constraint c JOIN reached r ON c.confrelid = r.oid
		WHERE c.contype = 'f' AND (c.confdeltype IN ('c', 'n', 'd') OR c.confupdtype IN ('c', 'n', 'd'))) SELECT oid FROM reached`, oids)
	if err != nil {
		return nil, err
	}
	if oids, err = pgx.CollectRows(rows, pgx.RowTo[uint32]); err != nil {
		return nil, err
	}
	for i, t := range g.tables {
		if slices.Contains(oids, t.oid) {
			which = append(which, i)
		}
	}
	return which, nil
}

// reactions are statements that switch off the triggers and rules of tables that are
// on, and statements that switch them on again. An owner may do that, but for the
// triggers of foreign keys.
func (g *guest) reactions(ctx context.Context, which []int) (off, on []string, err error) {
	names := map[uint32]string{}
	for _, i := range which {
		names[g.tables[i].oid] = g.tables[i].relation.String()
	}
	rows, err := g.conn.Query(ctx, `SELECT tgrelid, 'TRIGGER', tgname, tgenabled = 'A' FROM pg_trigger WHERE tgrelid = ANY ($1) AND NOT tgisinternal AND tgenabled IN ('O', 'A')
		UNION ALL SELECT ev_class, 'RULE', rulename, ev_enabled = 'A' FROM pg_rewrite WHERE ev_class = ANY ($1) AND ev_type <> '1' AND ev_enabled IN ('O', 'A')`, slices.Collect(maps.Keys(names)))
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var oid uint32
		var kind, name string
		var always bool
		if err := rows.Scan(&oid, &kind, &name, &always); err != nil {
			return nil, nil, err
		}
		enable := "ENABLE"
		if always {
			enable = "ENABLE ALWAYS"
		}
		off = append(off, fmt.Sprintf("ALTER TABLE ONLY %s DISABLE %s %s", names[oid], kind, identifier(name)))
		on = append(on, fmt.Sprintf("ALTER TABLE ONLY %s %s %s %s", names[oid], enable, kind, identifier(name)))
	}
	return off, on, rows.Err()
}

// markedAnew are the marks of all tables, some of which have changed.
func (g *guest) markedAnew(ctx context.Context, which []int) (map[int]mark, error) {
	marks := maps.Clone(g.marks)
	for _, i := range which {
		delete(marks, i)
	}
	for some := range slices.Chunk(which, chunkTables) {
		if err := g.add(ctx, g.chunk("", some).text, marks); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

func (g *guest) commit(ctx context.Context, marks map[int]mark) error {
	results, err := g.conn.PgConn().Exec(ctx, "SELECT pg_current_xact_id(), pg_current_snapshot(); COMMIT").ReadAll()
	if err != nil {
		return err
	}
	row := results[0].Rows[0]
	number, err := strconv.ParseUint(string(row[0]), 10, 64)
	if err != nil {
		return err
	}
	g.marks, g.written = marks, after(number, g.written, string(row[1]))
	return nil
}
