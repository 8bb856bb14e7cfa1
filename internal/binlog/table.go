package binlog

import (
	"fmt"
	"strconv"
	"strings"
)

// A Table is what the log says of a table whose rows a statement may change.
type Table struct {
	Database, Name string
	Columns        []Column

	// PrimaryKey has the numbers of its columns, from 0, in the key's order. It
	// is empty if there is none, or if the metadata doesn't tell.
	PrimaryKey []int

	id  uint64
	raw []byte // the whole event but for its checksum
}

// A Column is one of a table's.
type Column struct {
	Name      string // empty if the metadata doesn't tell
	Nullable  bool
	Unsigned  bool
	Collation int      // of text, by its number; 0 if the metadata doesn't tell
	Elements  []string // what an ENUM or SET may hold

	kind kind
	meta uint16 // what the kind needs to know: a length, precision and scale, …
}

// Sequence reports whether the table is one of MariaDB's sequences, whose rows are
// the values that it will have next, without old ones. It goes by the names of the columns, and
// is false where the metadata doesn't tell them.
func (t *Table) Sequence() bool {
	names := [...]string{
		"next_not_cached_value", "minimum_value", "maximum_value", "start_value",
		"increment", "cache_size", "cycle_option", "cycle_count",
	}
	if len(t.Columns) != len(names) {
		return false
	}
	for i, c := range t.Columns {
		if c.Name != names[i] {
			return false
		}
	}
	return true
}

// String is its name, as SQL spells it.
func (t *Table) String() string { return quoteName(t.Database) + "." + quoteName(t.Name) }

// title names the column, the i-th from 0.
func (col *Column) title(i int) string {
	if col.Name == "" {
		return strconv.Itoa(i + 1)
	}
	return quoteName(col.Name)
}

// maxColumns is how many a server lets a table have.
const maxColumns = 4096

// parseTable reads a TABLE_MAP event: ID 6, flags 2, names, types of columns, what
// the types need, which are nullable, optional metadata.
func parseTable(c *cursor, raw []byte) (*Table, error) {
	t := &Table{id: c.little(6), raw: raw}
	c.bytes(2)
	t.Database = parseTableName(c)
	t.Name = parseTableName(c)
	kinds := c.bytes(c.packed())
	if len(kinds) == 0 || len(kinds) > maxColumns {
		c.fail("a table of %d columns", len(kinds))
		return nil, c.err
	}
	t.Columns = make([]Column, len(kinds))
	needs := &cursor{rest: c.bytes(c.packed()), err: c.err}
	for i := range t.Columns {
		t.Columns[i].setKind(kind(kinds[i]), needs)
	}
	nullable := c.bitmap(len(kinds))
	for i := range t.Columns {
		t.Columns[i].Nullable = nullable.has(i)
	}
	if needs.err != nil {
		return nil, needs.err
	}
	if err := t.parseMetadata(c); err != nil {
		return nil, fmt.Errorf("metadata of %v: %w", t, err)
	}
	return t, nil
}

func parseTableName(c *cursor) string {
	name := c.text(c.little(1))
	c.bytes(1) // zero
	return name
}

// quoteName spells a name so that it can be any.
func quoteName(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
