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
	if err := e.settle(transaction, snapshot, nil); err != nil {
		return err
	}
	e.beside.forget()
	return nil
}

// settle remembers a restore, after which rest is what remains changed.
func (e *eye) settle(transaction, snapshot string, rest []change) error {
	number, err := strconv.ParseUint(transaction, 10, 64)
	if err != nil {
		return err
	}
	e.ours = uint32(number) // the stream has but its lower half
	e.written = after(number, e.written, snapshot)
	e.seen = rest
	return nil
}

// after is the snapshot when a transaction has ended that had that number, and that
// snapshot; written was the one before. It is "" if others have ended, or may.
func after(number uint64, written, snapshot string) string {
	if alone := fmt.Sprintf("%d:%[1]d:", number); written == alone && snapshot == alone {
		return fmt.Sprintf("%d:%[1]d:", number+1)
	}
	return ""
}

// inverse are the statements that undo what was seen.
func (e *eye) inverse(ctx context.Context) (statements []string, err error) {
	if statements, err = e.dropped(); err != nil {
		return nil, err
	}
	for _, c := range slices.Backward(e.seen) {
		key, err := e.key(ctx, c.relation)
		if err != nil {
			return nil, err
		}
		statement, err := undo(c, key)
		if err != nil {
			return nil, err
		}
		statements = append(statements, statement)
	}
	return append(statements, e.setBack()...), nil
}

// dropped are the statements that undo what was done to the schema.
func (b *beside) dropped() (statements []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(b.lastSeen)) {
		switch was, known := b.schema[name]; {
		case !known && droppable(name) != "":
			statements = append(statements, droppable(name)+" CASCADE")
		case !known && strings.Contains(b.lastSeen[name], " r "):
			statements = append(statements, "DROP TABLE IF EXISTS "+name+" CASCADE")
		case !known && !strings.Contains(b.lastSeen[name], " S "): // a sequence goes with its table
			return nil, fmt.Errorf("%w: %s was made", clone.ErrIrreversible, name)
		case known && was != b.lastSeen[name]:
			return nil, fmt.Errorf("%w: %s was altered", clone.ErrIrreversible, name)
		}
	}
	for name := range b.schema {
		if _, there := b.lastSeen[name]; !there {
			return nil, fmt.Errorf("%w: %s was dropped", clone.ErrIrreversible, name)
		}
	}
	return statements, nil
}

// droppable is how something is dropped that is no relation; "" if it stays.
func droppable(name string) string {
	kind, rest, _ := strings.Cut(name, " ")
	switch kind {
	case "function":
		return "DROP ROUTINE IF EXISTS " + rest
	case "type", "schema", "extension":
		return "DROP " + strings.ToUpper(kind) + " IF EXISTS " + rest
	}
	return ""
}

// setBack are the statements that bring sequences to where they were.
func (b *beside) setBack() (statements []string) {
	for _, name := range slices.Sorted(maps.Keys(b.sequences)) {
		if was := b.sequences[name]; b.stepped[name] != was {
			statements = append(statements, setval(name, was))
		}
	}
	return statements
}

// setval is the statement that moves a sequence.
func setval(name string, to position) string {
	return fmt.Sprintf("SELECT setval(%s, %d, %t)", quotedText(name), to.last, to.called)
}

// undo is the statement for one change of a table that has that key.
func undo(c change, key []int) (string, error) {
	if c.before == nil && c.after == nil {
		return "", fmt.Errorf("%w: %s was truncated", clone.ErrIrreversible, c.relation)
	}
	if c.after == nil {
		return insertion(c), nil
	}
	if c.before == nil {
		return fmt.Sprintf("DELETE FROM ONLY %s WHERE %s", c.relation, which(c, key)), nil
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
	return fmt.Sprintf("UPDATE ONLY %s SET %s WHERE %s", c.relation, strings.Join(sets, ", "), which(c, key)), nil
}

// insertion brings a row back. Columns that are generated are not among its columns.
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
	if len(key) == 0 {
		return fmt.Sprintf("ctid = (SELECT ctid FROM ONLY %s WHERE %s LIMIT 1)", c.relation, alike(c.relation, c.after))
	}
	var conditions []string
	for _, i := range key {
		conditions = append(conditions, identifier(c.relation.columns[i])+" = "+literal(c.after[i]))
	}
	return strings.Join(conditions, " AND ")
}

// alike is the condition that only rows fulfil that are like one.
func alike(r *relation, row []field) string {
	var conditions []string
	for i, column := range r.columns {
		conditions = append(conditions, same(identifier(column), row[i]))
	}
	return strings.Join(conditions, " AND ")
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
