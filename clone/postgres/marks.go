package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// A mark is another after every change of a table's rows: how many there are, and a
// sum over all places and the transactions that wrote them. It is not the same in two
// databases.
type mark struct {
	rows int
	sum  string
}

// A chunk is a prepared statement that marks some tables.
type chunk struct {
	name, text string
	tables     []int
}

// chunkTables is how many tables a statement marks: planning takes as long as their
// square.
const chunkTables = 64

// prepare makes statements for the tables that are as they were.
func (g *guest) prepare(ctx context.Context) error {
	for _, c := range g.chunks {
		if err := g.conn.Deallocate(ctx, c.name); err != nil {
			return err
		}
	}
	g.chunks = nil
	var there []int
	for i, t := range g.tables {
		if name := t.relation.String(); g.lastSeen[name] == g.schema[name] && !slices.Contains(g.locked, name) {
			there = append(there, i)
		}
	}
	for n := 0; len(there) > 0; n++ {
		c := g.chunk(fmt.Sprint("ptr_chunk", n), there[:min(chunkTables, len(there))])
		if _, err := g.conn.Prepare(ctx, c.name, c.text); err != nil {
			return err
		}
		g.chunks, there = append(g.chunks, c), there[len(c.tables):]
	}
	return nil
}

func (g *guest) chunk(name string, which []int) chunk {
	var parts []string
	for _, i := range which {
		parts = append(parts, fmt.Sprintf("SELECT %d AS i, ctid AS c, xmin AS x FROM ONLY %s", i, g.tables[i].relation))
	}
	return chunk{name, "SELECT i, count(*), sum(hashtextextended(c::text || x::text, 0)::numeric)::text FROM (" + strings.Join(parts, " UNION ALL ") + ") t GROUP BY i", which}
}

// lockTimeout is the code of the error of who has waited for a lock.
const lockTimeout = "55P03"

// marked marks all tables that can be read. An empty one has no mark.
func (g *guest) marked(ctx context.Context) (map[int]mark, error) {
	if len(g.locked) > 0 {
		if err := g.avoidLocks(ctx); err != nil {
			return nil, err
		}
	}
	marks, err := g.mark(ctx)
	if said := (*pgconn.PgError)(nil); errors.As(err, &said) && said.Code == lockTimeout {
		if err := g.avoidLocks(ctx); err != nil {
			return nil, err
		}
		marks, err = g.mark(ctx)
	}
	if err != nil {
		return nil, err
	}
	for i, t := range g.tables {
		if slices.Contains(g.locked, t.relation.String()) {
			marks[i] = mark{sum: "locked"} // so that it is looked at when it is not any more
		}
	}
	return marks, nil
}

// avoidLocks leaves out the tables that others have locked against readers now.
func (g *guest) avoidLocks(ctx context.Context) error {
	rows, err := g.conn.Query(ctx, `SELECT DISTINCT relation FROM pg_locks JOIN pg_database d ON d.oid = database
		WHERE d.datname = current_database() AND locktype = 'relation' AND mode = 'AccessExclusiveLock' AND granted AND pid <> pg_backend_pid()`)
	if err != nil {
		return err
	}
	locked, err := pgx.CollectRows(rows, pgx.RowTo[uint32])
	if err != nil {
		return err
	}
	g.locked = nil
	for _, t := range g.tables {
		if slices.Contains(locked, t.oid) {
			g.locked = append(g.locked, t.relation.String())
		}
	}
	return g.prepare(ctx)
}

// mark executes the statements one by one: together they would take locks on all
// tables at once, which a server has not for many workers.
func (g *guest) mark(ctx context.Context) (map[int]mark, error) {
	marks := map[int]mark{}
	for _, c := range g.chunks {
		if err := g.add(ctx, c.name, marks); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

// add adds the marks that a chunk's statement tells.
func (g *guest) add(ctx context.Context, statement string, marks map[int]mark) error {
	rows, err := g.conn.Query(ctx, statement)
	if err != nil {
		return err
	}
	var i int
	var m mark
	_, err = pgx.ForEachRow(rows, []any{&i, &m.rows, &m.sum}, func() error { marks[i] = m; return nil })
	return err
}
