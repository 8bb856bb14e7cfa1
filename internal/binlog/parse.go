package binlog

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// parse returns the body of the event raw, or nil if the event doesn't matter.
func (r *reader) parse(t eventType, raw []byte) (any, error) {
	if r.format == nil || t == formatDescriptionEvent {
		f, err := parseFormat(t, raw)
		if err != nil {
			return nil, err
		}
		r.format = f
		return f, nil
	}
	body, err := r.format.body(raw)
	if err != nil {
		return nil, err
	}
	c := &cursor{rest: body}
	parsed, err := r.parseBody(t, c, raw)
	if err := errors.Join(c.err, err); err != nil {
		return nil, err
	}
	return parsed, nil
}

func (r *reader) parseBody(t eventType, c *cursor, raw []byte) (any, error) {
	switch t {
	case queryEvent, compressedQueryEvent:
		return parseQuery(c, t == compressedQueryEvent)
	case mariaGTIDEvent:
		return parseMariaGTID(c), nil
	case commitEvent:
		return commit{}, nil
	case xaPrepareEvent:
		return parsePrepare(c), nil
	case tableMapEvent:
		return r.parseTable(c, raw)
	case rowsQueryEvent: // MySQL's name for it; the first byte is a length that may be too small
		c.bytes(1)
		return annotation(c.all()), nil
	case annotateRowsEvent:
		return annotation(c.all()), nil
	case rotateEvent:
		offset := c.little(8)
		return rotate{Position{string(c.all()), int64(offset)}}, nil
	case stopEvent:
		return nil, fmt.Errorf("%w: its server was shut down", ErrGone)
	}
	if layout, ok := rowsLayoutOf(t); ok {
		return r.parseRows(c, layout, raw)
	}
	if t.harmless() || binary.LittleEndian.Uint16(raw[17:])&ignorable != 0 {
		return nil, nil //nolint:nilnil // nothing that matters
	}
	return nil, ErrUnsupported
}

// ignorable is the flag of events that may be left out by who doesn't know them.
const ignorable = 0x80

// parseQuery reads a QUERY event: thread 4, seconds 4, length of database 1, error
// code 2, length of status variables 2; then these three.
func parseQuery(c *cursor, compressed bool) (any, error) {
	c.bytes(8)
	database := c.little(1)
	c.bytes(2)
	c.bytes(c.little(2))
	q := query{database: c.text(database)}
	c.bytes(1)
	text := c.all()
	if compressed {
		var err error
		if text, err = uncompress(text); err != nil {
			return nil, err
		}
	}
	q.text = string(text)
	return q, nil
}

// parseMariaGTID reads what begins a transaction, or one statement: number 8, domain 4,
// flags 1, and more. What prepares an XA transaction has a query XA END.
func parseMariaGTID(c *cursor) any {
	const standalone = 1
	c.bytes(12)
	if c.little(1)&standalone != 0 {
		return nil
	}
	return begin{}
}

// parsePrepare reads: one phase 1, format 4, lengths of two IDs 4 each, and these.
func parsePrepare(c *cursor) any {
	onePhase := c.little(1) != 0
	xid, global, branch := c.little(4), c.little(4), c.little(4)
	id := fmt.Sprintf("X'%x',X'%x',%d", c.bytes(global), c.bytes(branch), xid)
	return prepare{id, onePhase}
}

// parseTable remembers the table until the statement's end.
func (r *reader) parseTable(c *cursor, raw []byte) (any, error) {
	t, err := parseTable(c, raw[:len(raw)-r.format.trailer()])
	if err != nil {
		return nil, err
	}
	r.tables[t.id] = t
	return t, nil
}
