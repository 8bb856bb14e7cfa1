package postgres

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// errMalformed says that a message is not what the documentation says.
var errMalformed = errors.New("a malformed message of the change stream")

// A relation is a table as the stream describes it.
type relation struct {
	id           uint32
	schema, name string
	columns      []string
	left         []bool // out of each column that is told: since it is generated
}

func (r *relation) String() string { return identifier(r.schema) + "." + identifier(r.name) }

// A field is what a column holds: nil if it is NULL.
type field = *string

// A change is one of a row: before is nil if it is new, after if it was deleted. A
// truncated table has neither.
type change struct {
	relation      *relation
	before, after []field
}

// A decoder reads messages of the plug-in pgoutput, version 1. Columns that are generated
// are left out, as servers before PostgreSQL 18 do.
//
// Source: PostgreSQL's documentation, "Logical Replication Message Formats".
type decoder struct {
	relations map[uint32]*relation
	generated map[uint32][]string // columns, by table
	heard     []string            // messages of ours
	rest      []byte
	err       error
}

// decode returns the changes that a message tells; mostly it is one, or none.
func (d *decoder) decode(message []byte) ([]change, error) {
	d.rest, d.err = message, nil
	var changes []change
	switch d.byte() {
	case 'R':
		d.relation()
	case 'I':
		c := change{relation: d.known()}
		d.byte() // N
		c.after = d.row(c.relation, nil)
		changes = append(changes, c)
	case 'U':
		c := change{relation: d.known()}
		if d.peek() != 'N' {
			d.byte() // O: the whole row
			c.before = d.row(c.relation, nil)
		}
		d.byte() // N
		c.after = d.row(c.relation, c.before)
		changes = append(changes, c)
	case 'D':
		c := change{relation: d.known()}
		d.byte() // O
		c.before = d.row(c.relation, nil)
		changes = append(changes, c)
	case 'T':
		changes = d.truncated()
	case 'M':
		d.message()
	}
	return changes, d.err
}

// relation reads what changes to come refer to by number.
func (d *decoder) relation() {
	r := &relation{id: d.uint32(), schema: d.text(), name: d.text()}
	d.byte() // replica identity
	for range d.uint16() {
		d.byte() // part of the key: every column is
		name := d.text()
		d.uint32() // type
		d.uint32() // modifier
		if d.err != nil {
			return
		}
		leave := slices.Contains(d.generated[r.id], name)
		if r.left = append(r.left, leave); !leave {
			r.columns = append(r.columns, name)
		}
	}
	d.relations[r.id] = r
}

func (d *decoder) known() *relation {
	id := d.uint32()
	r := d.relations[id]
	if r == nil {
		d.fail("relation %d was never described", id)
		return &relation{}
	}
	return r
}

func (d *decoder) truncated() (changes []change) {
	n := d.uint32()
	d.byte() // CASCADE, RESTART IDENTITY
	for range n {
		if d.err != nil {
			return nil
		}
		changes = append(changes, change{relation: d.known()})
	}
	return changes
}

// message reads one that somebody has put into the stream.
func (d *decoder) message() {
	d.byte()   // of a transaction
	d.bytes(8) // where it is in the log
	prefix := d.text()
	text := string(d.bytes(int(d.uint32())))
	if d.err == nil && prefix == messagePrefix {
		d.heard = append(d.heard, text)
	}
}

// row reads one. What is unchanged, and too large to be sent again, is as before.
func (d *decoder) row(r *relation, before []field) []field {
	n := int(d.uint16())
	if n != len(r.left) {
		d.fail("%s has %d columns, not %d", r.name, len(r.left), n)
		return nil
	}
	fields := make([]field, 0, len(r.columns))
	for _, leave := range r.left {
		text, same := d.field()
		switch {
		case leave:
		case same && before == nil:
			d.fail("%s is said to be as before, which nobody knows", r.columns[len(fields)])
		case same:
			fields = append(fields, before[len(fields)])
		default:
			fields = append(fields, text)
		}
		if d.err != nil {
			return nil
		}
	}
	return fields
}

// field reads one, or that it is as before.
func (d *decoder) field() (text field, same bool) {
	switch kind := d.byte(); kind {
	case 'n':
	case 'u':
		return nil, true
	case 't':
		read := string(d.bytes(int(d.uint32())))
		return &read, false
	default:
		d.fail("a column of kind %q", kind)
	}
	return nil, false
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: "+format, append([]any{errMalformed}, args...)...)
	}
}

func (d *decoder) bytes(n int) []byte {
	if n < 0 || n > len(d.rest) {
		d.fail("it ends too early")
		d.rest = nil
		return nil
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *decoder) peek() byte {
	if len(d.rest) == 0 {
		return 0
	}
	return d.rest[0]
}

func (d *decoder) byte() byte {
	if b := d.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uint16() uint16 {
	if b := d.bytes(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

func (d *decoder) uint32() uint32 {
	if b := d.bytes(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

// text ends with a zero.
func (d *decoder) text() string {
	text, rest, found := strings.Cut(string(d.rest), "\x00")
	if !found {
		d.fail("a text has no end")
		d.rest = nil
		return ""
	}
	d.rest = d.rest[len(d.rest)-len(rest):]
	return text
}
