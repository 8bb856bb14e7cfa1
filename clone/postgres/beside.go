package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/suite"
)

// A beside is what else can change in a database than rows: the positions of its
// sequences, and what relations there are.
type beside struct {
	alias string
	conn  *pgx.Conn
	used  bool

	schema, lastSeen   map[string]string   // of the template, and of the last look
	sequences, stepped map[string]position // the same

	schemaDigest, sequencesDigest string // of the last look
	bornSchema, bornSequences     string // of the template
}

// remember takes what there is now for what there was in the beginning.
func (b *beside) remember(ctx context.Context) (err error) {
	if b.schema, err = b.readSchema(ctx); err != nil {
		return err
	}
	if b.sequences, err = b.readSequences(ctx); err != nil {
		return err
	}
	b.lastSeen, b.stepped = b.schema, b.sequences
	if _, err := b.steps(ctx); err != nil { // which remember the digests
		return err
	}
	if _, err := b.definitions(ctx); err != nil {
		return err
	}
	b.bornSchema, b.bornSequences = b.schemaDigest, b.sequencesDigest
	return nil
}

func (b *beside) blind() bool { return b.conn.IsClosed() }

// snapshot tells which transactions have written and ended, so that it is another
// after each that does.
func (b *beside) snapshot(ctx context.Context) (ended string, err error) {
	err = b.conn.QueryRow(ctx, "SELECT pg_current_snapshot()::text").Scan(&ended)
	return ended, err
}

// forget makes everything as it was in the beginning.
func (b *beside) forget() {
	b.stepped, b.lastSeen = b.sequences, b.schema
	b.schemaDigest, b.sequencesDigest = b.bornSchema, b.bornSequences
}

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

// What is looked at of relations, and of which: not temporary ones, and none of the
// server's own.
const (
	definition = "c.oid, c.relkind, c.relnatts, c.relchecks, c.relhastriggers, c.relhasrules, c.relrowsecurity, c.reloptions"
	relations  = "c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.oid >= 16384 AND c.relpersistence <> 't'"
)

// glance reports whether a digest is as it was when it was last asked for.
func (b *beside) glance(ctx context.Context, last *string, query string) (same bool, err error) {
	var now *string
	if err := b.conn.QueryRow(ctx, query).Scan(&now); err != nil {
		return false, err
	}
	text := ""
	if now != nil {
		text = *now
	}
	same = text == *last
	*last = text
	return same, nil
}

// readSchema are relations and what can be seen of their definitions at a glance: not
// the bodies of functions and views, for example.
func (b *beside) readSchema(ctx context.Context) (map[string]string, error) {
	rows, err := b.conn.Query(ctx, `SELECT n.nspname, c.relname, concat_ws(' ', `+definition+`)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE `+relations+` AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var schema, name, definition string
		if err := rows.Scan(&schema, &name, &definition); err != nil {
			return nil, err
		}
		found[identifier(schema)+"."+identifier(name)] = definition
	}
	return found, rows.Err()
}

// definitions are the relations that were made, altered or removed since the last
// look.
func (b *beside) definitions(ctx context.Context) (changes []suite.Change, err error) {
	same, err := b.glance(ctx, &b.schemaDigest, "SELECT sum(hashtextextended(concat_ws(' ', "+definition+"), 0))::text FROM pg_class c WHERE "+relations)
	if same || err != nil {
		return nil, err
	}
	now, err := b.readSchema(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		switch was, known := b.lastSeen[name]; {
		case !known:
			changes = append(changes, suite.Change{Alias: b.alias, Where: "schema", New: plain(name)})
		case was != now[name]:
			changes = append(changes, suite.Change{Alias: b.alias, Where: "schema", Old: plain(name), New: plain(name) + ", altered"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.lastSeen)) {
		if _, there := now[name]; !there {
			changes = append(changes, suite.Change{Alias: b.alias, Where: "schema", Old: plain(name)})
		}
	}
	b.lastSeen = now
	return changes, nil
}

// plain is a quoted name for people: without quotes, and without the schema that most
// are in.
func plain(name string) string {
	schema, name, _ := strings.Cut(name, `"."`)
	unquote := func(s string) string {
		return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(s, `"`), `"`), `""`, `"`)
	}
	if schema = unquote(schema); schema != "public" {
		return schema + "." + unquote(name)
	}
	return unquote(name)
}
