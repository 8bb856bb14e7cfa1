package binlog

import "fmt"

// The fields of binlog-row-metadata. Without FULL there are only those of signedness and of
// columns' character sets, or (MariaDB's default) none.
const (
	signednessField      = 1
	defaultCharsetField  = 2
	columnCharsetField   = 3
	columnNameField      = 4
	setElementsField     = 5
	enumElementsField    = 6
	primaryKeyField      = 8
	prefixKeyField       = 9
	defaultChosenCharset = 10
	chosenCharsetField   = 11
)

// parseMetadata reads fields of a type 1, a length and as many bytes, up to the
// event's end. Unknown ones are left out.
func (t *Table) parseMetadata(c *cursor) error {
	for c.more() {
		field := c.little(1)
		f := &cursor{rest: c.bytes(c.packed()), err: c.err}
		t.parseField(field, f)
		if f.err != nil {
			return fmt.Errorf("field %d: %w", field, f.err)
		}
	}
	t.eachOf(kind.chosen, (*Column).decodeElements)
	return c.err
}

// decodeElements puts the elements into UTF-8, once their character set is known.
func (col *Column) decodeElements() {
	for i, name := range col.Elements {
		col.Elements[i] = Text{[]byte(name), col.Collation}.String()
	}
}

func (t *Table) parseField(field uint64, f *cursor) {
	switch field {
	case signednessField:
		t.parseSignedness(f)
	case defaultCharsetField:
		t.parseDefaultCharset(f, kind.text)
	case columnCharsetField:
		t.eachOf(kind.text, func(col *Column) { col.Collation = collation(f) })
	case defaultChosenCharset:
		t.parseDefaultCharset(f, kind.chosen)
	case chosenCharsetField:
		t.eachOf(kind.chosen, func(col *Column) { col.Collation = collation(f) })
	case columnNameField:
		t.eachOf(func(kind) bool { return true }, func(col *Column) { col.Name = f.text(f.packed()) })
	case setElementsField:
		t.eachOf(func(k kind) bool { return k == setKind }, func(col *Column) { col.Elements = elements(f) })
	case enumElementsField:
		t.eachOf(func(k kind) bool { return k == enumKind }, func(col *Column) { col.Elements = elements(f) })
	case primaryKeyField:
		t.parsePrimaryKey(f, false)
	case prefixKeyField:
		t.parsePrimaryKey(f, true)
	}
}

// eachOf calls do for the columns of some kinds, in their order.
func (t *Table) eachOf(of func(kind) bool, do func(*Column)) {
	for i := range t.Columns {
		if of(t.Columns[i].kind) {
			do(&t.Columns[i])
		}
	}
}

// parseSignedness reads a bit per number, the highest of a byte first.
func (t *Table) parseSignedness(f *cursor) {
	var bits, left uint64
	t.eachOf(kind.numeric, func(col *Column) {
		if left == 0 {
			bits, left = f.little(1), 8
		}
		col.Unsigned = bits&0x80 != 0
		bits, left = bits<<1, left-1
	})
}

// parseDefaultCharset reads the collation that most columns of some kinds have,
// then the number among these, and the collation, of each that has another.
func (t *Table) parseDefaultCharset(f *cursor, of func(kind) bool) {
	usual := collation(f)
	var columns []*Column
	t.eachOf(of, func(col *Column) {
		col.Collation = usual
		columns = append(columns, col)
	})
	for f.more() {
		i := f.packed()
		if i >= uint64(len(columns)) {
			f.fail("a collation of column %d, of %d that have one", i, len(columns))
			return
		}
		columns[i].Collation = collation(f)
	}
}

func collation(f *cursor) int {
	const maxCollation = 1 << 16
	number := f.packed()
	if number >= maxCollation {
		f.fail("collation %d", number)
		return 0
	}
	return int(number)
}

func elements(f *cursor) (names []string) {
	for range f.packed() {
		if f.err != nil {
			return nil
		}
		names = append(names, f.text(f.packed()))
	}
	return names
}

// parsePrimaryKey reads numbers of columns, each with the length of a prefix, perhaps.
func (t *Table) parsePrimaryKey(f *cursor, prefixed bool) {
	for f.more() {
		i := f.packed()
		if prefixed {
			f.packed()
		}
		if i >= uint64(len(t.Columns)) {
			f.fail("a primary key on column %d of %d", i, len(t.Columns))
			return
		}
		t.PrimaryKey = append(t.PrimaryKey, int(i))
	}
}
