package binlog

import "math"

// parse reads a value that isn't NULL. Whatever is wrong is the cursor's error.
func (col *Column) parse(c *cursor) Value {
	switch col.kind {
	case tinyKind:
		return col.parseInt(c, 1)
	case shortKind:
		return col.parseInt(c, 2)
	case int24Kind:
		return col.parseInt(c, 3)
	case longKind:
		return col.parseInt(c, 4)
	case longlongKind:
		return col.parseInt(c, 8)
	case floatKind:
		return parseFloat(c)
	case doubleKind:
		return parseDouble(c)
	case decimalKind:
		return parseDecimal(c, int(col.meta>>8), int(col.meta&0xff))
	case bitKind:
		return parseBit(c, col.meta)
	case yearKind:
		return parseYear(c)
	case enumKind:
		return col.parseEnum(c)
	case setKind:
		return col.parseSet(c)
	case dateKind, newDateKind:
		return parseDate(c)
	case timeKind:
		return parseTime(c)
	case datetimeKind:
		return parseDateTime(c)
	case timestampKind:
		return Timestamp{Second: uint32(c.little(4))}
	case time2Kind:
		return parseTime2(c, int(col.meta))
	case datetime2Kind:
		return parseDateTime2(c, int(col.meta))
	case timestamp2Kind:
		return parseTimestamp2(c, int(col.meta))
	}
	return col.parseString(c)
}

// parseFloat and parseDouble read IEEE 754, little-endian.
func parseFloat(c *cursor) Value  { return Float(math.Float32frombits(uint32(c.little(4)))) }
func parseDouble(c *cursor) Value { return Double(math.Float64frombits(c.little(8))) }

// parseInt reads an integer of so many bytes.
func (col *Column) parseInt(c *cursor, size int) Value {
	n := c.little(size)
	if col.Unsigned {
		return Uint(n)
	}
	unused := 64 - 8*size
	return Int(int64(n<<unused) >> unused)
}

// parseBit reads a number, the highest byte first. The column has so many bits
// in a byte of their own (low byte of meta) and so many whole bytes (high byte).
func parseBit(c *cursor, meta uint16) Value {
	size := int(meta >> 8)
	if meta&0xff != 0 {
		size++
	}
	if size > 8 {
		c.fail("a BIT of %d bytes", size)
		return Null{}
	}
	return Uint(c.big(size))
}

// parseYear reads the years since 1900, or 0 for 0000.
func parseYear(c *cursor) Value {
	if year := c.little(1); year != 0 {
		return Year(1900 + year)
	}
	return Year(0)
}

func (col *Column) parseEnum(c *cursor) Value {
	if col.meta > 8 {
		c.fail("a number of %d bytes", col.meta)
		return Null{}
	}
	v := Enum{Number: c.little(int(col.meta))}
	if v.Number > 0 && v.Number <= uint64(len(col.Elements)) {
		v.Name = col.Elements[v.Number-1]
	}
	return v
}

func (col *Column) parseSet(c *cursor) Value {
	if col.meta > 8 {
		c.fail("a number of %d bytes", col.meta)
		return Null{}
	}
	v := Set{Bits: c.little(int(col.meta))}
	for i, name := range col.Elements[:min(len(col.Elements), 64)] {
		if v.Bits>>i&1 != 0 {
			v.Names = append(v.Names, name)
		}
	}
	return v
}
