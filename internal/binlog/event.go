package binlog

import "errors"

// ErrCorrupt is of a log that contradicts itself.
var ErrCorrupt = errors.New("binary log is corrupt")

// ErrUnsupported is of a log with something in it that may change rows and that
// this package can't read.
var ErrUnsupported = errors.New("not supported in a binary log")

// ErrGone is of a log whose server was shut down, or told to reset it: what it
// writes from then on is in another file.
var ErrGone = errors.New("binary log is gone")

// An event is one entry of the log.
type event struct {
	kind  eventType
	start int64 // where it is in its file

	// body is nil if the event doesn't matter, or else a *format, begin, query, *Table,
	// *Rows, annotation, commit, prepare or rotate.
	body any
}

// A begin is that of a transaction. MySQL's is a query.
type begin struct{}

// A query is a statement that is logged as text: DDL, or a transaction's bounds.
type query struct{ database, text string }

// An annotation is the text of the statement that the next rows are due to.
type annotation string

// A commit is that of a transaction. If it has changed tables without transactions
// only, it is a query.
type commit struct{}

// A prepare ends a transaction that is yet to be committed by XA COMMIT.
type prepare struct {
	id       string // as in XA COMMIT, such as X'67',X'62',1
	onePhase bool   // it is committed at once
}

// A rotate is the end of a file.
type rotate struct{ next Position }
