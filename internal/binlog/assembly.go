package binlog

import (
	"fmt"
)

// An assembly puts events together to transactions. Zero has seen none.
type assembly struct {
	open       *Transaction            // nil between transactions
	prepared   map[string]*Transaction // by ID, until XA COMMIT
	mentions   []mention               // by the statement under way
	annotation string                  // the text of that statement
}

// A mention is that of a table that the statement may change. One that it may change in
// two ways, itself and by a foreign key, it mentions twice.
type mention struct {
	table   *Table
	changed bool
}

// idle reports whether nothing is begun or prepared.
func (a *assembly) idle() bool { return a.open == nil && len(a.prepared) == 0 }

// add takes the next event, and returns the transaction that it commits.
func (a *assembly) add(e event) (done *Transaction, err error) {
	switch body := e.body.(type) {
	case *format: // the server began anew: what it was writing before is void
		a.begin(nil)
	case begin:
		a.begin(&Transaction{})
	case annotation:
		a.annotation = string(body)
	case *Table:
		a.mentions = append(a.mentions, mention{table: body})
	case *Rows:
		err = a.rows(body)
	case query:
		return a.query(body)
	case prepare:
		return a.prepare(body), nil
	case commit:
		return a.commit(), nil
	}
	return nil, err
}

// begin forgets what is open, and goes on with a transaction or none.
func (a *assembly) begin(t *Transaction) { a.open, a.mentions, a.annotation = t, a.mentions[:0], "" }

func (a *assembly) rows(rows *Rows) error {
	if a.open == nil {
		return fmt.Errorf("%w: rows of %v before a transaction began", ErrCorrupt, rows.Table)
	}
	rows.Statement = a.annotation
	a.open.Rows = append(a.open.Rows, rows)
	for i, m := range a.mentions {
		if m.table == rows.Table {
			a.mentions[i].changed = true
		}
	}
	if rows.last {
		a.endStatement()
	}
	return nil
}

func (a *assembly) endStatement() {
	for _, m := range a.mentions {
		if !m.changed {
			a.open.silent(m.table)
		}
	}
	a.mentions, a.annotation = a.mentions[:0], ""
}

// query takes what is logged as text.
func (a *assembly) query(q query) (done *Transaction, err error) {
	switch s := parseStatement(q); s.effect {
	case begins:
		a.begin(&Transaction{})
	case commits:
		return a.commit(), nil
	case rollsBack:
		a.begin(nil)
	case commitsPrepared:
		return a.commitPrepared(s.xid)
	case forgetsPrepared:
		delete(a.prepared, s.xid)
	case changes:
		if a.open == nil {
			return &Transaction{Statements: []Statement{s.Statement}}, nil
		}
		a.open.Statements = append(a.open.Statements, s.Statement)
	case changesNothing:
	}
	return nil, nil //nolint:nilnil // no transaction ends here
}

// commit ends the transaction that is open; there may be none, as after a log's first event.
func (a *assembly) commit() *Transaction {
	done := a.open
	if done != nil {
		a.endStatement()
	}
	a.open = nil
	return done
}

func (a *assembly) prepare(p prepare) *Transaction {
	done := a.commit()
	if done == nil || p.onePhase {
		return done
	}
	if a.prepared == nil {
		a.prepared = map[string]*Transaction{}
	}
	a.prepared[p.id] = done
	return nil
}

func (a *assembly) commitPrepared(id string) (*Transaction, error) {
	done, ok := a.prepared[id]
	if !ok {
		return nil, fmt.Errorf("XA COMMIT %s, which was prepared before this log was opened: %w", id, ErrUnsupported)
	}
	delete(a.prepared, id)
	return done, nil
}
