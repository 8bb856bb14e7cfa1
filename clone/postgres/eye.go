package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/internal/rowdiff"
	"github.com/ptr-project/ptr/suite"
)

// An eye watches one database.
type eye struct {
	beside
	stream *pgx.Conn // reading it empties a connection's caches, which cost the other 20 ms
	slot   string    // of the stream; it ends with that connection

	decoder decoder
	keys    map[uint32][]int // of tables, as far as they were asked for
	written string           // the transactions that had written, when last looked
	seen    []change         // since the database was like its template
	ours    uint32           // the latest transaction that was a restore
}

// openEye has a look at a database through a stream that is to have that name. Closely it sees
// definitions, too, of which the glance at them tells nothing.
func openEye(ctx context.Context, dsn, alias, slot string, closely bool) (*eye, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	stream, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	e := &eye{beside: beside{alias: alias, conn: conn, closely: closely}, stream: stream, slot: slot, decoder: decoder{relations: map[uint32]*relation{}}, keys: map[uint32][]int{}}
	if err := e.begin(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *eye) close() error {
	return errors.Join(e.stream.Close(context.Background()), e.conn.Close(context.Background()))
}

// begin makes the stream, and remembers what it does not tell.
func (e *eye) begin(ctx context.Context) (err error) {
	const quiet = "SET lock_timeout = '2s'; SET statement_timeout = '30s'; SET synchronous_commit = on; SET client_min_messages = error"
	if _, err := e.conn.Exec(ctx, quiet); err != nil {
		return err
	}
	if _, err := e.stream.Exec(ctx, "SELECT pg_create_logical_replication_slot($1, 'pgoutput', true)", e.slot); err != nil {
		return err
	}
	if e.closely {
		if err := tellOfDDL(ctx, e.conn); err != nil {
			return err
		}
	}
	if err := e.remember(ctx); err != nil {
		return err
	}
	if e.decoder.generated, err = readGenerated(ctx, e.conn); err != nil {
		return err
	}
	e.written, err = e.snapshot(ctx)
	return err
}

func (e *eye) wasUsed(ctx context.Context) (bool, error) {
	ended, err := e.snapshot(ctx)
	e.used = e.used || ended != e.written
	return e.used, err
}

func (e *eye) changes(ctx context.Context, limit int) (changes []suite.Change, err error) {
	ended, err := e.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if ended != e.written {
		e.used, e.written = true, ended
		if changes, err = e.rowsAndSchema(ctx, limit); err != nil {
			return nil, err
		}
	}
	steps, err := e.steps(ctx) // which no transaction need have written
	return append(changes, steps...), err
}

func (e *eye) rowsAndSchema(ctx context.Context, limit int) ([]suite.Change, error) {
	streamed, err := e.read(ctx)
	if err != nil {
		return nil, err
	}
	e.seen = append(e.seen, streamed...)
	rows, err := e.rows(ctx, streamed, limit)
	if err != nil {
		return nil, err
	}
	definitions, err := e.definitions(ctx, e.decoder.heard)
	e.decoder.heard = nil
	return append(rows, definitions...), err
}

// read takes what was committed since.
func (e *eye) read(ctx context.Context) (all []change, err error) {
	messages := ""
	if e.closely {
		messages = ", 'messages', 'true'"
	}
	rows, err := e.stream.Query(ctx,
		"SELECT xid::text::bigint, data FROM pg_logical_slot_get_binary_changes($1, NULL, NULL, 'proto_version', '1', 'publication_names', '"+publication+"'"+messages+")", e.slot)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var transaction uint32
		var message []byte
		if err := rows.Scan(&transaction, &message); err != nil {
			return nil, err
		}
		changes, err := e.decoder.decode(message)
		if err != nil {
			return nil, err
		}
		if transaction != e.ours {
			all = append(all, changes...)
		}
	}
	return all, rows.Err()
}

// rows are what changes amount to, by table.
func (e *eye) rows(ctx context.Context, streamed []change, limit int) (changes []suite.Change, err error) {
	diffs := map[string]*rowdiff.Diff{}
	for _, c := range streamed {
		if c.before == nil && c.after == nil {
			changes = append(changes, suite.Change{Alias: e.alias, Where: "table " + c.relation.name, Old: "all of its rows", New: "none"})
			continue
		}
		name := c.relation.String()
		if diffs[name] == nil {
			key, err := e.key(ctx, c.relation)
			if err != nil {
				return nil, err
			}
			diffs[name] = rowdiff.New(rowdiff.Table{Name: c.relation.name, Columns: c.relation.columns, Key: key})
		}
		diffs[name].Add(values(c.before), values(c.after))
	}
	for _, name := range slices.Sorted(maps.Keys(diffs)) {
		changes = append(changes, diffs[name].Changes(e.alias, limit)...)
	}
	return changes, nil
}

// readGenerated are the columns that are stored and generated, by the number of their
// table.
func readGenerated(ctx context.Context, c *pgx.Conn) (map[uint32][]string, error) {
	rows, err := c.Query(ctx, "SELECT attrelid, array_agg(attname::text) FROM pg_attribute WHERE attgenerated = 's' GROUP BY attrelid")
	if err != nil {
		return nil, err
	}
	all := map[uint32][]string{}
	var table uint32
	var columns []string
	_, err = pgx.ForEachRow(rows, []any{&table, &columns}, func() error { all[table] = slices.Clone(columns); return nil })
	return all, err
}

// key has the numbers of the primary key's columns; none if some of it is generated.
func (e *eye) key(ctx context.Context, r *relation) ([]int, error) {
	if key, known := e.keys[r.id]; known {
		return key, nil
	}
	rows, err := e.conn.Query(ctx, `SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
		WHERE i.indrelid = $1 AND i.indisprimary`, r.id)
	if err != nil {
		return nil, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	var key []int
	for i, column := range r.columns {
		if slices.Contains(names, column) {
			key = append(key, i)
		}
	}
	if len(key) < len(names) {
		key = nil
	}
	e.keys[r.id] = key
	return key, err
}

func values(row []field) []rowdiff.Value {
	if row == nil {
		return nil
	}
	all := make([]rowdiff.Value, len(row))
	for i, f := range row {
		all[i] = value{f}
	}
	return all
}

// A value is one of the stream's.
type value struct{ text field }

func (v value) Exact() string {
	if v.text == nil {
		return "NULL"
	}
	return fmt.Sprint("=", *v.text)
}

func (v value) Literal() string {
	if v.text == nil {
		return "NULL"
	}
	return rowdiff.Quoted(*v.text)
}
