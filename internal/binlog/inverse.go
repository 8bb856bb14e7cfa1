package binlog

import (
	"errors"
	"fmt"
	"slices"
)

// ErrIrreversible is of a change whose log does not have what was there before.
var ErrIrreversible = errors.New("the binary log does not tell how to undo it")

// Inverse returns the statements that undo transactions, given and executed in the
// order in which they were committed, on one connection. They are for the server that has written
// the log, or a copy of it.
//
// They are BINLOG statements, which change rows as a replica does: exactly, in whatever
// character set, SQL mode and time zone; without triggers and foreign keys; with
// or without a primary key; generated columns too. Their user needs SUPER, or BINLOG REPLAY (MariaDB)
// or BINLOG_ADMIN (MySQL). Each has about a megabyte, or one event of the log, which has
// all of a row: max_allowed_packet must be 4/3 of the greatest row.
//
//	SET sql_log_bin = 0
//	BINLOG '…'
//	START TRANSACTION
//	BINLOG '…'
//	COMMIT
//
// The first says what format the others have; MySQL takes it in no transaction.
//
// The error is [ErrIrreversible] if there is a [Statement], or a change of a sequence, among
// them. It says nothing about [Transaction.Silent].
func Inverse(transactions []*Transaction) ([]string, error) {
	var b batch
	for _, t := range slices.Backward(transactions) {
		if err := t.reversible(); err != nil {
			return nil, err
		}
		for _, rows := range slices.Backward(t.Rows) {
			b.add(rows)
		}
	}
	b.flush()
	return b.statements, nil
}

func (t *Transaction) reversible() error {
	for _, s := range t.Statements {
		return fmt.Errorf("%w: %s", ErrIrreversible, s.Text)
	}
	for _, rows := range t.Rows {
		if rows.Table.Sequence() {
			return fmt.Errorf("%w: sequence %v", ErrIrreversible, rows.Table)
		}
	}
	return nil
}

// A batch makes statements, each of which names tables and then changes their rows.
type batch struct {
	statements []string

	format *format           // that the server knows of
	tables map[string]uint64 // IDs by what an event says of a table
	named  []byte            // events that name the tables
	rows   []*Rows           // to undo in this order
	size   int
}

// enough is the size of a statement's events, in bytes, from which on there is another.
const enough = 1 << 20

func (b *batch) add(rows *Rows) {
	if rows.format != b.format || b.size > enough {
		b.flush()
	}
	if b.format == nil || !b.format.like(rows.format) {
		b.statements = append(b.statements, binlogStatement(rows.format.raw))
	}
	b.format = rows.format
	b.name(rows.Table)
	b.rows = append(b.rows, rows)
	for _, c := range rows.Changes {
		b.size += len(c.before) + len(c.after)
	}
}

// name numbers the table anew: a server that was started anew has used numbers again.
func (b *batch) name(t *Table) {
	if b.tables == nil {
		b.tables = map[string]uint64{}
	}
	said := t.raw[headerSize:]
	if _, ok := b.tables[string(said)]; ok {
		return
	}
	id := uint64(len(b.tables) + 1)
	b.tables[string(said)] = id
	body := append(tableID(id), said[tableIDSize:]...)
	b.named = append(b.named, b.format.seal(t.raw, tableMapEvent, body)...)
}

func (b *batch) flush() {
	if len(b.rows) == 0 {
		return
	}
	events := b.named
	for i, rows := range b.rows {
		flags := uint16(noForeignKeyChecks)
		if i == len(b.rows)-1 {
			flags |= lastOfStatement
		}
		events = append(events, rows.invert(b.tables[string(rows.Table.raw[headerSize:])], flags)...)
	}
	b.statements = append(b.statements, binlogStatement(events))
	b.tables, b.named, b.rows, b.size = nil, nil, nil, 0
}
