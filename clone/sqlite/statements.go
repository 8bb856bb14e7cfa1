package sqlite

import (
	"iter"
	"strings"
)

// A statement is one of a script.
type statement struct {
	line int // where it begins, from 1
	text string
}

// statements divides a script at the semicolons that end statements: not those
// in strings, names, comments or the bodies of triggers. What it yields is all
// of the script but for white space and comments between statements.
//
// It decides as SQLite's own shell does: https://www.sqlite.org/c3ref/complete.html
func statements(script string) iter.Seq[statement] {
	return func(yield func(statement) bool) {
		now, line, begin, beginLine := between, 1, -1, 0
		for at := 0; at < len(script); {
			t := nextToken(script[at:])
			if begin < 0 && t.kind != space && t.kind != semicolon {
				begin, beginLine = at, line
			}
			line += strings.Count(script[at:at+t.size], "\n")
			at += t.size
			now = now.after(t.kind)
			if now == between && begin >= 0 {
				if !yield(statement{beginLine, script[begin:at]}) {
					return
				}
				begin = -1
			}
		}
		if begin >= 0 {
			yield(statement{beginLine, script[begin:]})
		}
	}
}

// A token is one of SQL, as far as it matters to where statements end.
type token struct {
	kind tokenKind
	size int
}

type tokenKind int

const (
	semicolon tokenKind = iota
	space               // white space or a comment
	other
	explain
	create
	temp
	trigger
	end
)

// A state is where a script stands between two tokens.
type state int

const (
	between   state = iota // statements
	within                 // an ordinary one
	explained              // after EXPLAIN
	created                // after CREATE, CREATE TEMP
	body                   // of a trigger
	bodyDone               // after a semicolon there
	bodyEnd                // after "; END"
)

// after is the state after one more token.
func (s state) after(kind tokenKind) state {
	next := [...][8]state{
		// by token: ; space other explain create temp trigger end
		between:   {between, between, within, explained, created, within, within, within},
		within:    {between, within, within, within, within, within, within, within},
		explained: {between, explained, explained, within, created, within, within, within},
		created:   {between, created, within, within, within, created, body, within},
		body:      {bodyDone, body, body, body, body, body, body, body},
		bodyDone:  {bodyDone, bodyDone, body, body, body, body, body, bodyEnd},
		bodyEnd:   {between, bodyEnd, body, body, body, body, body, body},
	}
	return next[s][kind]
}

// nextToken is the first of s, which is not empty.
func nextToken(s string) token {
	switch {
	case s[0] == ';':
		return token{semicolon, 1}
	case strings.IndexByte(" \t\r\n\f", s[0]) >= 0:
		return token{space, 1}
	case strings.HasPrefix(s, "--"):
		return token{space, through(s, 2, "\n")}
	case strings.HasPrefix(s, "/*"):
		return token{space, through(s, 2, "*/")}
	case s[0] == '\'' || s[0] == '"' || s[0] == '`':
		return token{other, through(s, 1, s[:1])}
	case s[0] == '[':
		return token{other, through(s, 1, "]")}
	case isWord(s[0]):
		return wordToken(s)
	}
	return token{other, 1}
}

// through is the length of s up to and with the first end after skip bytes, or
// all of s.
func through(s string, skip int, end string) int {
	if i := strings.Index(s[skip:], end); i >= 0 {
		return skip + i + len(end)
	}
	return len(s)
}

func wordToken(s string) token {
	n := 1
	for n < len(s) && isWord(s[n]) {
		n++
	}
	switch strings.ToLower(s[:n]) {
	case "explain":
		return token{explain, n}
	case "create":
		return token{create, n}
	case "temp", "temporary":
		return token{temp, n}
	case "trigger":
		return token{trigger, n}
	case "end":
		return token{end, n}
	}
	return token{other, n}
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Statements are those of a script, each with the line where it begins, from 1.
func Statements(script string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for s := range statements(script) {
			if !yield(s.line, s.text) {
				return
			}
		}
	}
}
