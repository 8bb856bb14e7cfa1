package sqlite

import (
	"bytes"
	"encoding/binary"
)

// trees tells which b-trees of an image differ from an earlier one. Where an
// image is not as expected, it calls the tree changed: looking at its rows
// settles that.
//
// Source: https://www.sqlite.org/fileformat2.html#b_tree_pages
type trees struct {
	image    []byte
	pageSize int
	usable   int
	differs  []bool // by page number; [0] is unused
}

func newTrees(before, after []byte) *trees {
	h := header(after)
	t := &trees{image: after, pageSize: h.pageSize(), usable: h.usable()}
	t.differs = make([]bool, len(after)/t.pageSize+1)
	for n := 1; n < len(t.differs); n++ {
		begin, end := (n-1)*t.pageSize, n*t.pageSize
		t.differs[n] = end > len(before) || header(before).pageSize() != t.pageSize ||
			!bytes.Equal(before[begin:end], after[begin:end])
	}
	return t
}

// changed reports whether the tree whose root is that page may differ.
func (t *trees) changed(root uint32) bool {
	const deepest = 20 // what SQLite itself allows
	return t.below(root, deepest)
}

func (t *trees) below(number uint32, depth int) bool {
	page, ok := t.page(number)
	if !ok || depth == 0 || t.differs[number] {
		return true
	}
	p := btreePage{page, t.usable}
	for i := range p.cells() {
		cell, ok := p.cell(i)
		if !ok || p.interior() && t.below(binary.BigEndian.Uint32(cell), depth-1) || t.overflows(p, cell) {
			return true
		}
	}
	return p.interior() && t.below(p.rightmost(), depth-1)
}

func (t *trees) page(number uint32) ([]byte, bool) {
	if number == 0 || int(number) >= len(t.differs) {
		return nil, false
	}
	return t.image[(int(number)-1)*t.pageSize : int(number)*t.pageSize], true
}

// overflows reports whether the chain of pages that holds the rest of a cell
// may differ.
func (t *trees) overflows(p btreePage, cell []byte) bool {
	number, ok := p.overflow(cell)
	if !ok {
		return true
	}
	for range t.differs { // a chain cannot be longer, unless it is a circle
		if number == 0 {
			return false
		}
		page, ok := t.page(number)
		if !ok || t.differs[number] {
			return true
		}
		number = binary.BigEndian.Uint32(page)
	}
	return true
}
