package config

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// at is the error that p is in text.
func (p *problem) at(text []byte) *Error {
	raw, ok := locate(text, p.path)
	if !ok {
		return &Error{Text: p.text, Hint: p.hint}
	}
	offset := int(raw.Offset)
	return errorAt(text, offset+p.offsetWithin(text[offset:]), p)
}

// offsetWithin is how many bytes into the value raw, a text in quotes, p
// stands; 0 if escapes or several lines leave that open.
func (p *problem) offsetWithin(raw []byte) int {
	if p.within == 0 || bytes.HasPrefix(raw, []byte(`"""`)) || bytes.HasPrefix(raw, []byte(`'''`)) {
		return 0
	}
	offset := 1 // behind the quote
	for range p.within - 1 {
		if raw[offset] == '\\' && raw[0] == '"' {
			return 0
		}
		_, size := utf8.DecodeRune(raw[offset:])
		offset += size
	}
	return offset
}

// errorAt is p at the offset of text.
func errorAt(text []byte, offset int, p *problem) *Error {
	before := text[:min(offset, len(text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return &Error{
		Line:   1 + bytes.Count(before, []byte("\n")),
		Column: 1 + utf8.RuneCount(before[start:]),
		Text:   p.text,
		Hint:   p.hint,
	}
}

// locate finds the value at path in text, which is valid. For a table, or a
// key that is not there, that is the nearest key above it that is.
//
// Errors are rare, so that it reads text again instead of keeping the place of
// every value at hand.
func locate(text []byte, path []string) (place unstable.Range, ok bool) {
	l := locator{path: path, tables: map[string]int{}}
	l.parser.Reset(text)
	var table []string
	for l.parser.NextExpression() {
		expression := l.parser.Expression()
		switch expression.Kind {
		case unstable.Table:
			table = l.header(expression, false)
		case unstable.ArrayTable:
			table = l.header(expression, true)
		default:
			l.keyValue(table, expression)
		}
	}
	return l.best, l.depth > 0
}

// A locator remembers the deepest match so far.
type locator struct {
	parser unstable.Parser
	path   []string
	tables map[string]int // how many elements of [[name]] there were
	best   unstable.Range
	depth  int // how much of path best matches
}

// header is the path of a table.
func (l *locator) header(n *unstable.Node, list bool) []string {
	path, place := keys(n, nil)
	if list {
		name := fmt.Sprintf("%q", path)
		path = append(path, strconv.Itoa(l.tables[name]))
		l.tables[name]++
	}
	l.found(path, place)
	return path
}

func (l *locator) keyValue(table []string, n *unstable.Node) {
	path, place := keys(n, table)
	l.found(path, place)
	l.value(path, n.Value())
}

// value looks at a value and what is in it.
func (l *locator) value(path []string, n *unstable.Node) {
	switch n.Kind {
	case unstable.InlineTable:
		for it := n.Children(); it.Next(); {
			l.keyValue(path, it.Node())
		}
	case unstable.Array:
		i := 0
		for it := n.Children(); it.Next(); {
			if it.Node().Kind != unstable.Comment {
				l.value(append(slices.Clip(path), strconv.Itoa(i)), it.Node())
				i++
			}
		}
	default:
		l.found(path, n.Raw)
	}
}

// found keeps place if no more of the path leads to the best so far. A value
// comes after its key, and is the better place.
func (l *locator) found(path []string, place unstable.Range) {
	if len(path) >= l.depth && len(path) <= len(l.path) && slices.Equal(path, l.path[:len(path)]) {
		l.best, l.depth = place, len(path)
	}
}

// keys are those of n, below table, and where the first stands.
func keys(n *unstable.Node, table []string) (path []string, place unstable.Range) {
	path = slices.Clip(table)
	for it := n.Key(); it.Next(); {
		if len(path) == len(table) {
			place = it.Node().Raw
		}
		path = append(path, string(it.Node().Data))
	}
	return path, place
}
