package binlog

import (
	"encoding/hex"
	"fmt"
)

// A Text is a string in a character set.
type Text struct {
	Bytes     []byte // in that character set
	Collation int    // its number
}

// Its text is hexadecimal if it can't be told in UTF-8, be it that it is not valid or
// that this package doesn't know the character set.
func (v Text) String() string {
	if text, ok := decode(v.Bytes, v.Collation); ok {
		return text
	}
	return hexadecimal(v.Bytes)
}

// Bytes are binary: BINARY, BLOB, GEOMETRY, INET6, UUID, or any text without metadata. A
// BINARY has all its bytes, zeros included. The text is hexadecimal, unless all is printable ASCII.
type Bytes []byte

func (v Bytes) String() string {
	for _, b := range v {
		if b < ' ' || b > '~' {
			return hexadecimal(v)
		}
	}
	return string(v)
}

func hexadecimal(b []byte) string { return "x'" + hex.EncodeToString(b) + "'" }

// JSON is MySQL's binary form of it, as it is: this package can't read it. MariaDB's
// JSON is Text.
type JSON []byte

func (v JSON) String() string { return fmt.Sprintf("JSON in %d bytes", len(v)) }

// parseString reads all that has a length before it.
func (col *Column) parseString(c *cursor) Value {
	size := col.lengthSize()
	if size > 4 {
		c.fail("lengths of %d bytes", size)
		return Null{}
	}
	data := c.bytes(c.little(size))
	switch col.kind {
	case jsonKind:
		return JSON(data)
	case geometryKind:
		return Bytes(data)
	case compressedBlobKind, compressedVarcharKind:
		plain, err := uncompressColumn(data)
		if err != nil && c.err == nil {
			c.err = err
		}
		data = plain
	}
	switch col.Collation {
	case 0:
		return Bytes(data)
	case binaryCollation:
		return Bytes(col.pad(data))
	}
	return Text{data, col.Collation}
}

// lengthSize is how many bytes have a string's length: as few as the longest needs.
func (col *Column) lengthSize() int {
	switch col.kind {
	case stringKind, varStringKind, varcharKind, compressedVarcharKind:
		if col.meta > 255 {
			return 2
		}
		return 1
	}
	return int(col.meta)
}

// pad gives a BINARY the zeros back that the log leaves out at its end.
func (col *Column) pad(data []byte) []byte {
	if col.kind != stringKind || len(data) >= int(col.meta) {
		return data
	}
	return append(make([]byte, 0, col.meta), data...)[:col.meta]
}
