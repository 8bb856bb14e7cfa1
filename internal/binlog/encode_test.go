package binlog

import (
	"encoding/binary"
	"math/big"
	"slices"
	"strings"
)

// A written log is one that a test makes by itself.
type written struct {
	data     []byte
	checksum bool
}

// newWritten has a format description and nothing else.
func newWritten(checksum bool) *written {
	w := &written{data: []byte(magic)}
	body := append([]byte{4, 0}, make([]byte, 50+4)...)
	algorithm := byte(0)
	if checksum {
		algorithm = 1
	}
	body = append(body, headerSize, algorithm)
	if !checksum {
		body = append(body, 0, 0, 0, 0) // there is always room for one
	}
	w.checksum = checksum
	w.event(formatDescriptionEvent, body)
	return w
}

func (w *written) event(t eventType, parts ...[]byte) {
	header := make([]byte, headerSize)
	f := &format{checksum: w.checksum}
	w.data = append(w.data, f.seal(header, t, slices.Concat(parts...))...)
}

func (w *written) query(database, text string) {
	fixed := make([]byte, 13)
	fixed[8] = byte(len(database))
	w.event(queryEvent, fixed, []byte(database+"\x00"+text))
}

// table writes a table map of d.<name> whose columns may all be NULL.
func (w *written) table(id byte, name string, kinds, needs []byte, metadata ...byte) {
	w.event(tableMapEvent, []byte{id, 0, 0, 0, 0, 0, 1, 0}, []byte("\x01d\x00"), []byte{byte(len(name))}, []byte(name+"\x00"),
		[]byte{byte(len(kinds))}, kinds, []byte{byte(len(needs))}, needs, allSet(len(kinds)), metadata)
}

// rows writes the last rows of a statement, of version 2 as MySQL does if there is extra data.
func (w *written) rows(t eventType, id byte, columns int, extra []byte, images ...[]byte) {
	present := append([]byte{byte(columns)}, allSet(columns)...)
	if layout, _ := rowsLayoutOf(t); layout.operation == Update {
		present = append(present, allSet(columns)...)
	}
	w.event(t, []byte{id, 0, 0, 0, 0, 0, lastOfStatement, 0}, extra, present, slices.Concat(images...))
}

func allSet(n int) []byte {
	set := make([]byte, (n+7)/8)
	for i := range n {
		set[i/8] |= 1 << (i % 8)
	}
	return set
}

// sample is a log of one transaction of each kind, as MariaDB or MySQL writes it.
func sample(checksum bool) *written {
	w := newWritten(checksum)
	w.event(mariaGTIDEvent, make([]byte, 12), []byte{1})
	w.query("d", "TRUNCATE TABLE t")
	w.event(mariaGTIDEvent, make([]byte, 13))
	w.event(annotateRowsEvent, []byte("INSERT …"))
	// id INT UNSIGNED, name VARCHAR(9) in UTF-8
	w.table(1, "t", []byte{byte(longKind), byte(varcharKind)}, []byte{36, 0},
		signednessField, 1, 0x80, columnCharsetField, 1, 45, columnNameField, 8, 2, 'i', 'd', 4, 'n', 'a', 'm', 'e', primaryKeyField, 1, 0)
	w.rows(writeRowsEventV1, 1, 2, nil, []byte("\x00\x07\x00\x00\x00\x01a"), []byte("\x02\xff\xff\xff\xff"))
	w.event(commitEvent, make([]byte, 8))
	w.event(33, make([]byte, 42)) // GTID
	w.query("d", "BEGIN")
	w.event(rowsQueryEvent, []byte("\x08UPDATE …"))
	// v JSON, e ENUM in one byte
	w.table(2, "m", []byte{byte(jsonKind), byte(stringKind)}, []byte{4, byte(enumKind), 1}, enumElementsField, 5, 2, 1, 'x', 1, 'y')
	w.rows(updateRowsEvent, 2, 2, []byte{2, 0}, []byte("\x01\x01"), []byte("\x00\x03\x00\x00\x00abc\x02"))
	w.table(2, "m", []byte{byte(jsonKind), byte(stringKind)}, []byte{4, byte(enumKind), 1}, enumElementsField, 5, 2, 1, 'x', 1, 'y')
	w.rows(deleteRowsEvent, 2, 2, []byte{5, 0, 9, 9, 9}, []byte("\x03"))
	w.query("d", "COMMIT")
	return w
}

// bigEndian is the last size bytes of a number.
func bigEndian(n uint64, size int) []byte { return binary.BigEndian.AppendUint64(nil, n)[8-size:] }

func littleEndian(n uint64, size int) []byte {
	return binary.LittleEndian.AppendUint64(nil, n)[:size]
}

func encodePacked(n uint64) []byte {
	switch {
	case n <= 250:
		return []byte{byte(n)}
	case n < 1<<16:
		return append([]byte{252}, littleEndian(n, 2)...)
	case n < 1<<24:
		return append([]byte{253}, littleEndian(n, 3)...)
	}
	return append([]byte{254}, littleEndian(n, 8)...)
}

// encodeDecimal takes all digits of a number, in as many as the column has before and
// after the point.
func encodeDecimal(negative bool, whole, fraction string) []byte {
	first := len(whole) % digitsPerGroup
	groups := []string{whole[:first]}
	for part := range slices.Chunk([]byte(whole[first:]), digitsPerGroup) {
		groups = append(groups, string(part))
	}
	for part := range slices.Chunk([]byte(fraction), digitsPerGroup) {
		groups = append(groups, string(part))
	}
	var encoded []byte
	for _, digits := range groups {
		n, _ := new(big.Int).SetString("0"+digits, 10)
		size := 4
		if len(digits) < digitsPerGroup {
			size = (len(digits) + 1) / 2
		}
		encoded = append(encoded, bigEndian(n.Uint64(), size)...)
	}
	if negative {
		for i := range encoded {
			encoded[i] = ^encoded[i]
		}
	}
	encoded[0] ^= 0x80
	return encoded
}

func encodeDateTime(v DateTime) []byte {
	n := uint64(v.Year*13+v.Month)<<22 | uint64(v.Day)<<17 | uint64(v.Hour)<<12 | uint64(v.Minute)<<6 | uint64(v.Second)
	return append(bigEndian(n+1<<39, 5), encodeFraction(v.Fraction)...)
}

func encodeTimestamp(v Timestamp) []byte {
	return append(bigEndian(uint64(v.Second), 4), encodeFraction(v.Fraction)...)
}

func encodeTime(v Time) []byte {
	fraction := encodeFraction(v.Fraction)
	n := int64(v.Hour<<12 | v.Minute<<6 | v.Second)
	for _, b := range fraction {
		n = n<<8 | int64(b)
	}
	if v.Negative {
		n = -n
	}
	size := 3 + len(fraction)
	return bigEndian(uint64(n+1<<(8*size-1)), size)
}

func encodeFraction(f Fraction) []byte {
	size := (f.Digits + 1) / 2
	n := f.Microsecond
	for range 3 - size {
		n /= 100
	}
	return bigEndian(uint64(n), size)
}

// trimZeros is a number without zeros in front of it.
func trimZeros(digits string) string {
	if trimmed := strings.TrimLeft(digits, "0"); trimmed != "" {
		return trimmed
	}
	return "0"
}
