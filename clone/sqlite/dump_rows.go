package sqlite

import (
	"context"
	"strings"
)

// rows emits INSERT statements for all rows of a table.
func (d dumper) rows(ctx context.Context, name string) error {
	t, err := describe(ctx, d.connection, "main", name)
	if err != nil {
		return err
	}
	columns := t.stored()
	literals := make([]string, len(columns))
	for i, c := range columns {
		literals[i] = literal(c)
	}
	found, err := d.QueryContext(ctx, "SELECT "+strings.Join(literals, " || ',' || ")+" FROM "+t.from())
	if err != nil {
		return err
	}
	defer found.Close()
	batch := inserts{emit: d.emit, into: "INSERT INTO " + quoteName(name) + "(" + strings.Join(columns, ",") + ") VALUES"}
	for found.Next() {
		var values string
		if err := found.Scan(&values); err != nil {
			return err
		}
		if err := batch.add(values); err != nil {
			return err
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	return batch.flush()
}

// literal is an expression whose value is the value of a column as a literal.
// quote() stops at the first NUL of a text.
func literal(column string) string {
	return "CASE WHEN typeof(" + column + ") = 'text' AND instr(" + column + ", char(0)) THEN 'CAST(x''' || hex(" + column +
		") || ''' AS TEXT)' ELSE quote(" + column + ") END"
}

// inserts gathers rows, since a statement for each would cost more than they.
type inserts struct {
	emit func(statement string) error
	into string
	rows []string
	size int // bytes of rows
}

func (b *inserts) add(values string) error {
	const (
		most  = 200
		large = 1 << 20
	)
	b.rows = append(b.rows, "("+values+")")
	b.size += len(values)
	if len(b.rows) < most && b.size < large {
		return nil
	}
	return b.flush()
}

func (b *inserts) flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	statement := b.into + strings.Join(b.rows, ",")
	b.rows, b.size = b.rows[:0], 0
	return b.emit(statement)
}
