package binlog

import (
	"errors"
	"fmt"
)

// An Operation is what was done to rows.
type Operation uint8

// What can be done to rows.
const (
	Insert Operation = iota
	Update
	Delete
)

func (o Operation) String() string {
	switch o {
	case Insert:
		return "INSERT"
	case Update:
		return "UPDATE"
	case Delete:
		return "DELETE"
	}
	return fmt.Sprintf("operation %d", uint8(o))
}

// Rows are some that one statement has changed in one table, all in the same way.
type Rows struct {
	Table     *Table
	Operation Operation
	Changes   []Change // in the order in which they were made

	// Statement is the text of the statement that did it, in the session's
	// character set; empty unless binlog_annotate_row_events (MariaDB) or
	// binlog_rows_query_log_events (MySQL) is on. What a trigger changed is due
	// to the statement that set it off.
	Statement string

	last    bool // the statement has changed no more rows
	layout  rowsLayout
	format  *format
	header  []byte // the event's
	columns []byte // their number and the bitmaps of those that are present
}

// A Change is one changed row. The values are those of the table's columns, in their order.
type Change struct {
	Before []Value // nil if it was inserted
	After  []Value // nil if it was deleted

	before, after []byte // as they are written
}

// dummyTable is the ID in an event that only ends a statement.
const dummyTable = 0xffffff

// Flags of an event of rows.
const (
	lastOfStatement    = 1
	noForeignKeyChecks = 2
)

// parseRows reads an event of rows: table's ID 6, flags 2, in version 2 extra data,
// number of columns, which are present, and rows up to its end.
func (r *reader) parseRows(c *cursor, layout rowsLayout, raw []byte) (any, error) {
	rows := &Rows{Operation: layout.operation, layout: layout, format: r.format, header: raw[:headerSize]}
	id := c.little(6)
	rows.last = c.little(2)&lastOfStatement != 0
	if layout.version == 2 {
		c.bytes(max(c.little(2), 2) - 2) // the length includes its own two bytes
	}
	if rows.Table = r.tables[id]; rows.last {
		clear(r.tables)
	}
	if id == dummyTable {
		return nil, c.err //nolint:nilnil // nothing that matters
	}
	if rows.Table == nil {
		return nil, errors.Join(c.err, fmt.Errorf("%w: table %d was not named", ErrCorrupt, id))
	}
	return rows, rows.parse(c)
}

func (rows *Rows) parse(c *cursor) error {
	whole := c.rest
	if n := c.packed(); c.err == nil && n != uint64(len(rows.Table.Columns)) {
		return fmt.Errorf("%w: %d columns, but %v has %d", ErrCorrupt, n, rows.Table, len(rows.Table.Columns))
	}
	full := c.bitmap(len(rows.Table.Columns)).full(len(rows.Table.Columns))
	if rows.Operation == Update {
		full = c.bitmap(len(rows.Table.Columns)).full(len(rows.Table.Columns)) && full
	}
	if c.err == nil && !full {
		return fmt.Errorf("parts of rows of %v, for want of binlog_row_image=FULL: %w", rows.Table, ErrUnsupported)
	}
	rows.columns = whole[:len(whole)-len(c.rest)]
	if rows.layout.compressed && c.err == nil {
		plain, err := uncompress(c.rest)
		if err != nil {
			return err
		}
		c.rest = plain
	}
	return rows.parseChanges(c)
}

func (rows *Rows) parseChanges(c *cursor) error {
	for c.more() {
		var change Change
		if rows.Operation != Insert {
			change.Before, change.before = rows.Table.parseImage(c)
		}
		if rows.Operation != Delete {
			change.After, change.after = rows.Table.parseImage(c)
		}
		rows.Changes = append(rows.Changes, change)
	}
	return c.err
}

// parseImage reads a row: which columns are NULL, then the others.
func (t *Table) parseImage(c *cursor) (values []Value, image []byte) {
	whole := c.rest
	null := c.bitmap(len(t.Columns))
	values = make([]Value, len(t.Columns))
	for i := range t.Columns {
		if null.has(i) {
			values[i] = Null{}
		} else {
			values[i] = t.Columns[i].parse(c)
		}
		if c.err != nil {
			c.err = fmt.Errorf("column %s of %v: %w", t.Columns[i].title(i), t, c.err)
			return nil, nil
		}
	}
	return values, whole[:len(whole)-len(c.rest)]
}
