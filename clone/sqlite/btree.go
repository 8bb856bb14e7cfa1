package sqlite

import "encoding/binary"

// A btreePage is a page of a b-tree, other than page 1, which is that of the
// schema.
type btreePage struct {
	page   []byte
	usable int // bytes
}

// The kinds of page, by their first byte. Tables WITHOUT ROWID are indexes.
const (
	interiorIndex = 2
	interiorTable = 5
	leafIndex     = 10
	leafTable     = 13
)

func (p btreePage) kind() byte { return p.page[0] }

func (p btreePage) interior() bool { return p.kind() == interiorIndex || p.kind() == interiorTable }

// cells is how many cells the page has.
func (p btreePage) cells() int { return int(binary.BigEndian.Uint16(p.page[3:])) }

// rightmost is the last child of an interior page.
func (p btreePage) rightmost() uint32 { return binary.BigEndian.Uint32(p.page[8:]) }

// cell is the i-th, and what follows it on the page.
func (p btreePage) cell(i int) ([]byte, bool) {
	const least = 4 // bytes
	pointer := 8 + 2*i
	if p.interior() {
		pointer += 4
	}
	if pointer+2 > p.usable {
		return nil, false
	}
	begin := int(binary.BigEndian.Uint16(p.page[pointer:]))
	if begin+least > p.usable {
		return nil, false
	}
	return p.page[begin:p.usable], true
}

// overflow is the first overflow page of a cell; 0 if it has none. It returns
// false if the cell, or the page, is none of SQLite's.
func (p btreePage) overflow(cell []byte) (uint32, bool) {
	switch p.kind() {
	case interiorTable: // no payload
		return 0, true
	case interiorIndex:
		cell = cell[4:] // behind the child
	case leafIndex, leafTable:
	default:
		return 0, false
	}
	payload, n := varint(cell)
	if p.kind() == leafTable {
		_, id := varint(cell[n:])
		n += id
	}
	local, all := p.local(payload)
	if all {
		return 0, true
	}
	if n+local+4 > len(cell) {
		return 0, false
	}
	return binary.BigEndian.Uint32(cell[n+local:]), true
}

// local is how many bytes of a payload are in the cell itself, and whether that
// is all of it.
//
// Source: https://www.sqlite.org/fileformat2.html#cell_payload_overflow_pages
func (p btreePage) local(payload uint64) (bytes int, all bool) {
	most := (p.usable-12)*64/255 - 23
	if p.kind() == leafTable {
		most = p.usable - 35
	}
	if payload <= uint64(most) {
		return int(payload), true
	}
	least := (p.usable-12)*32/255 - 23
	local := least + int((payload-uint64(least))%uint64(p.usable-4))
	if local <= most {
		return local, false
	}
	return least, false
}

// varint reads one of SQLite's variable-length integers, and says how many
// bytes it takes: at most 9, and none that b doesn't have.
func varint(b []byte) (value uint64, size int) {
	const longest = 9
	for size < len(b) && size < longest {
		c := b[size]
		size++
		if size == longest {
			return value<<8 | uint64(c), size
		}
		value = value<<7 | uint64(c&0x7f)
		if c < 0x80 {
			break
		}
	}
	return value, size
}
