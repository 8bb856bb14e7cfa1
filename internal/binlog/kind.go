package binlog

import "fmt"

// A kind is the type of a column, by its number.
type kind uint8

const (
	tinyKind              kind = 1
	shortKind             kind = 2
	longKind              kind = 3
	floatKind             kind = 4
	doubleKind            kind = 5
	timestampKind         kind = 7
	longlongKind          kind = 8
	int24Kind             kind = 9
	dateKind              kind = 10
	timeKind              kind = 11
	datetimeKind          kind = 12
	yearKind              kind = 13
	newDateKind           kind = 14
	varcharKind           kind = 15
	bitKind               kind = 16
	timestamp2Kind        kind = 17
	datetime2Kind         kind = 18
	time2Kind             kind = 19
	compressedBlobKind    kind = 140 // MariaDB
	compressedVarcharKind kind = 141 // MariaDB
	jsonKind              kind = 245 // MySQL
	decimalKind           kind = 246
	enumKind              kind = 247
	setKind               kind = 248
	tinyBlobKind          kind = 249
	mediumBlobKind        kind = 250
	longBlobKind          kind = 251
	blobKind              kind = 252
	varStringKind         kind = 253
	stringKind            kind = 254
	geometryKind          kind = 255
)

// setKind takes what the kind needs. ENUM and SET are written as a kind of string,
// and so are the upper bits of long strings' lengths.
func (col *Column) setKind(k kind, needs *cursor) {
	col.kind = k
	switch k {
	case floatKind, doubleKind, timestamp2Kind, datetime2Kind, time2Kind, jsonKind, geometryKind,
		tinyBlobKind, mediumBlobKind, longBlobKind, blobKind, compressedBlobKind:
		col.meta = uint16(needs.little(1))
	case varcharKind, compressedVarcharKind, bitKind:
		col.meta = uint16(needs.little(2))
	case decimalKind:
		col.meta = uint16(needs.big(2))
	case stringKind, varStringKind, enumKind, setKind:
		real, size := kind(needs.little(1)), uint16(needs.little(1))
		if real&0x30 != 0x30 {
			size |= uint16(real&0x30^0x30) << 4
			real |= 0x30
		}
		col.meta = size
		if real == enumKind || real == setKind {
			col.kind = real
		}
	case tinyKind, shortKind, longKind, longlongKind, int24Kind, timestampKind, dateKind, timeKind,
		datetimeKind, yearKind, newDateKind:
	default:
		if needs.err == nil {
			needs.err = fmt.Errorf("columns of type %d: %w", k, ErrUnsupported)
		}
	}
}

// numeric reports whether the metadata has a bit for its sign.
func (k kind) numeric() bool {
	switch k {
	case tinyKind, shortKind, int24Kind, longKind, longlongKind, floatKind, doubleKind, decimalKind:
		return true
	}
	return false
}

// text reports whether the metadata has a collation for it, be it the binary one.
func (k kind) text() bool {
	switch k {
	case stringKind, varStringKind, varcharKind, compressedVarcharKind,
		tinyBlobKind, mediumBlobKind, longBlobKind, blobKind, compressedBlobKind:
		return true
	}
	return false
}

// chosen reports whether it is one of those that have elements.
func (k kind) chosen() bool { return k == enumKind || k == setKind }
