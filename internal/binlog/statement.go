package binlog

import "strings"

// A Statement is one that is logged as text, not as rows: DDL, mostly.
type Statement struct {
	Database string // the default one, or TRUNCATE's own
	Text     string // in the session's character set

	// Truncated is the table that it has emptied, if it is a TRUNCATE; else empty.
	Truncated string
}

// An effect is what a statement means for transactions.
type effect uint8

const (
	changes effect = iota // tables, rows, users, …
	changesNothing
	begins
	commits
	rollsBack
	commitsPrepared
	forgetsPrepared
)

// A parsed statement is one whose effect is known.
type parsedStatement struct {
	Statement

	effect effect
	xid    string // of an XA statement
}

func parseStatement(q query) parsedStatement {
	s := parsedStatement{Statement: Statement{Database: q.database, Text: q.text}}
	w := &words{rest: q.text}
	switch w.keyword() {
	case "BEGIN":
		s.effect = begins
	case "COMMIT":
		s.effect = commits
	case "ROLLBACK":
		// ROLLBACK TO a savepoint is rare: the log mostly leaves out what it undoes.
		if w.keyword() != "TO" {
			s.effect = rollsBack
		}
	case "XA":
		s.parseXA(w)
	case "TRUNCATE":
		s.parseTruncate(w)
	case "CREATE", "DROP":
		if w.keyword() == "TEMPORARY" {
			s.effect = changesNothing
		}
	case "SAVEPOINT", "ANALYZE", "OPTIMIZE", "REPAIR", "FLUSH":
		s.effect = changesNothing
	}
	return s
}

// parseXA reads what the server writes itself: XA COMMIT X'67',X'62',1
func (s *parsedStatement) parseXA(w *words) {
	switch w.keyword() {
	case "START":
		s.effect = begins
	case "END":
		s.effect = changesNothing
	case "COMMIT":
		s.effect = commitsPrepared
	case "ROLLBACK":
		s.effect = forgetsPrepared
	}
	s.xid = strings.TrimSpace(w.rest)
}

// parseTruncate reads TRUNCATE [TABLE] [database.]table.
func (s *parsedStatement) parseTruncate(w *words) {
	name, quoted := w.next()
	if !quoted && strings.EqualFold(name, "TABLE") {
		name, _ = w.next()
	}
	s.Truncated = name
	if dot, quoted := w.next(); dot == "." && !quoted {
		s.Database = name
		s.Truncated, _ = w.next()
	}
}
