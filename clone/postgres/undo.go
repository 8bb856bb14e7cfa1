package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// restore undoes all changes, the last first, without triggers and foreign keys, and
// sets the sequences back.
func (e *eye) restore(ctx context.Context) error {
	if _, err := e.changes(ctx, 0); err != nil {
		return err
	}
	statements, err := e.inverse(ctx)
	if err != nil {
		return err
	}
	if len(statements) == 0 {
		return nil
	}
	statements = append([]string{"BEGIN", "SET LOCAL session_replication_role = replica"}, statements...)
	script := strings.Join(append(statements, "SELECT pg_current_xact_id(), pg_current_snapshot()", "COMMIT"), "; ")
	results, err := e.conn.PgConn().Exec(ctx, script).ReadAll()
	if err != nil {
		_, rolled := e.conn.Exec(ctx, "ROLLBACK")
		return errors.Join(fmt.Errorf("%w: %w", clone.ErrIrreversible, err), rolled)
	}
	done := results[len(results)-2].Rows[0]
	return e.forget(string(done[0]), string(done[1]))
}

// forget makes everything as it was in the beginning. The transaction that did so,
// and had that snapshot, is none of a test's. If others ended since the last look, or
// have yet to end, the next look reads the stream.
func (e *eye) forget(transaction, snapshot string) error {
	number, err := strconv.ParseUint(transaction, 10, 64)
	if err != nil {
		return err
	}
	e.ours = uint32(number) // the stream has but its lower half
	if alone := fmt.Sprintf("%d:%[1]d:", number); e.written == alone && snapshot == alone {
		e.written = fmt.Sprintf("%d:%[1]d:", number+1)
	} else {
		e.written = ""
	}
	e.seen, e.stepped, e.lastSeen = nil, e.sequences, e.schema
	e.schemaDigest, e.sequencesDigest = e.bornSchema, e.bornSequences
	return nil
}

// inverse are the statements that undo what was seen.
func (e *eye) inverse(ctx context.Context) (statements []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(e.lastSeen)) {
		switch was, known := e.schema[name]; {
		case !known && strings.Contains(e.lastSeen[name], " r "):
			statements = append(statements, "DROP TABLE IF EXISTS "+name+" CASCADE")
		case !known && !strings.Contains(e.lastSeen[name], " S "): // a sequence goes with its table
			return nil, fmt.Errorf("%w: %s was made", clone.ErrIrreversible, name)
		case known && was != e.lastSeen[name]:
			return nil, fmt.Errorf("%w: %s was altered", clone.ErrIrreversible, name)
		}
	}
	for name := range e.schema {
		if _, there := e.lastSeen[name]; !there {
			return nil, fmt.Errorf("%w: %s was dropped", clone.ErrIrreversible, name)
		}
	}
	for _, c := range slices.Backward(e.seen) {
		statement, err := e.undo(ctx, c)
		if err != nil {
			return nil, err
		}
		statements = append(statements, statement)
	}
	for _, name := range slices.Sorted(maps.Keys(e.sequences)) {
		if was := e.sequences[name]; e.stepped[name] != was {
			statements = append(statements, fmt.Sprintf("SELECT setval(%s, %d, %t)", quotedText(name), was.last, was.called))
		}
	}
	return statements, nil
}

// undo is the statement for one change.
func (e *eye) undo(ctx context.Context, c change) (string, error) {
	if c.before == nil && c.after == nil {
		return "", fmt.Errorf("%w: %s was truncated", clone.ErrIrreversible, c.relation)
	}
	if c.after == nil {
		return insertion(c), nil
	}
	key, err := e.key(ctx, c.relation)
	if err != nil {
		return "", err
	}
	if c.before == nil {
		return fmt.Sprintf("DELETE FROM %s WHERE %s", c.relation, which(c, key)), nil
	}
	var sets []string
	for i, column := range c.relation.columns {
		if (value{c.before[i]}).Exact() != (value{c.after[i]}).Exact() {
			sets = append(sets, identifier(column)+" = "+literal(c.before[i]))
		}
	}
	if len(sets) == 0 {
		return "SELECT 1", nil // it was written as it was
	}
	return fmt.Sprintf("UPDATE %s SET %s WHERE %s", c.relation, strings.Join(sets, ", "), which(c, key)), nil
}

// insertion brings a row back. Columns that are generated are not in the stream.
func insertion(c change) string {
	var columns, values []string
	for i, column := range c.relation.columns {
		columns, values = append(columns, identifier(column)), append(values, literal(c.before[i]))
	}
	return fmt.Sprintf("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)", c.relation, strings.Join(columns, ", "), strings.Join(values, ", "))
}

// which finds the row that is as it is after c: by its key, or else one of those that
// are alike.
func which(c change, key []int) string {
	var conditions []string
	for i, column := range c.relation.columns {
		switch {
		case slices.Contains(key, i):
			conditions = append(conditions, identifier(column)+" = "+literal(c.after[i]))
		case len(key) == 0:
			conditions = append(conditions, same(identifier(column), c.after[i]))
		}
	}
	all := strings.Join(conditions, " AND ")
	if len(key) > 0 {
		return all
	}
	return fmt.Sprintf("ctid = (SELECT ctid FROM %s WHERE %s LIMIT 1)", c.relation, all)
}

// same tests a column of any type, even one without a =, by its text.
func same(column string, f field) string {
	if f == nil {
		return column + " IS NULL"
	}
	return "format('%s', " + column + ") = " + literal(f)
}

// literal is a value of the stream: its type's own text, which every type reads.
func literal(f field) string {
	if f == nil {
		return "NULL"
	}
	return quotedText(*f)
}

// quotedText is a text as a literal, whatever is in it.
func quotedText(text string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
