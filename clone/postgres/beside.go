package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A beside is what else can change in a database than rows: the positions of its
// sequences, and what relations there are.
type beside struct {
	alias   string
	conn    *pgx.Conn
	used    bool
	closely bool // definitions are read with all that belongs to them

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
	if _, err := b.definitions(ctx, nil); err != nil {
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

// plain is a quoted name of a relation for people: without quotes, and without the schema that
// most are in. Other names are for people already.
func plain(name string) string {
	schema, name, relation := strings.Cut(name, `"."`)
	if !relation {
		return schema
	}
	unquote := func(s string) string {
		return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(s, `"`), `"`), `""`, `"`)
	}
	if schema = unquote(schema); schema != "public" {
		return schema + "." + unquote(name)
	}
	return unquote(name)
}
