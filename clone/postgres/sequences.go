package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/suite"
)

// A position is where a sequence is.
type position struct {
	last   int64
	called bool // last was given out; else it is what comes next
}

func (p position) String() string {
	if !p.called {
		return fmt.Sprint(p.last, " not yet")
	}
	return fmt.Sprint(p.last)
}

// readSequences are the positions of all of them, which no stream tells.
func (b *beside) readSequences(ctx context.Context) (map[string]position, error) {
	rows, err := b.conn.Query(ctx, `SELECT n.nspname, c.relname, coalesce(v.last, s.seqstart), v.last IS NOT NULL
		FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL (SELECT pg_sequence_last_value(s.seqrelid) AS last) v`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]position{}
	for rows.Next() {
		var schema, name string
		var p position
		if err := rows.Scan(&schema, &name, &p.last, &p.called); err != nil {
			return nil, err
		}
		found[identifier(schema)+"."+identifier(name)] = p
	}
	return found, rows.Err()
}

// steps are the sequences that went on since the last look, even in a transaction
// that was rolled back.
func (b *beside) steps(ctx context.Context) (changes []suite.Change, err error) {
	same, err := b.glance(ctx, &b.sequencesDigest, "SELECT sum(hashint8extended(coalesce(pg_sequence_last_value(seqrelid), -1), seqrelid::bigint))::text FROM pg_sequence")
	if same || err != nil {
		return nil, err
	}
	now, err := b.readSequences(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if was, known := b.stepped[name]; known && was != now[name] {
			b.used = true
			changes = append(changes, suite.Change{Alias: b.alias, Where: "sequence " + plain(name), Old: was.String(), New: now[name].String()})
		}
	}
	b.stepped = now
	return changes, nil
}
