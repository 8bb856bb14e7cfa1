// Part of database/sql in test binaries, too: see ties.go.

package ties

import "strings"

// A tieToken is a word, a name in quotes, a string, a number, a parameter or one other
// character of a statement. Comments are none.
type tieToken struct {
	from, to int
	depth    int // of brackets around it; a bracket is at the depth outside
	kind     tieKind
	text     string // upper case, if it is a word
}

type tieKind byte

const (
	tieWord tieKind = iota
	tieName         // in double or backward quotes
	tieText         // in single quotes
	tieNumber
	tieParameter // ?, ?1, $1, :name, @name
	tieOther
)

func (t tieToken) is(words ...string) bool {
	if t.kind != tieWord && t.kind != tieOther {
		return false
	}
	for _, w := range words {
		if t.text == w {
			return true
		}
	}
	return false
}

// tieTokens divides a statement. It is not ok where dialects differ in what would end a
// string or a comment, and where brackets don't match.
func tieTokens(s string) (tokens []tieToken, ok bool) {
	if strings.ContainsAny(s, "\\#") || strings.Contains(s, "$$") {
		return nil, false
	}
	depth := 0
	for i := 0; i < len(s); {
		kind, n := tieNext(s[i:])
		if n == 0 {
			return nil, false
		}
		t := tieToken{i, i + n, depth, kind, s[i : i+n]}
		i = t.to
		switch {
		case t.text[0] == ' ' || strings.HasPrefix(t.text, "--") || strings.HasPrefix(t.text, "/*"):
			continue
		case kind == tieWord:
			t.text = strings.ToUpper(t.text)
		case t.text == "(" || t.text == "[":
			depth++
		case t.text == ")" || t.text == "]":
			depth--
			t.depth = depth
		}
		if depth < 0 {
			return nil, false
		}
		tokens = append(tokens, t)
	}
	return tokens, depth == 0
}

// tieNext is the kind and the length of what s begins with: white space counts as one
// blank, a comment as itself. The length is 0 for what is not understood.
func tieNext(s string) (tieKind, int) {
	switch c := s[0]; {
	case c == ' ' || '\t' <= c && c <= '\r':
		return tieOther, tieSpan(s, func(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' })
	case strings.HasPrefix(s, "--"):
		if n := strings.IndexByte(s, '\n'); n >= 0 {
			return tieOther, n + 1
		}
		return tieOther, len(s)
	case strings.HasPrefix(s, "/*"):
		return tieOther, tieComment(s)
	case c == '\'':
		return tieText, tieQuoted(s)
	case c == '"' || c == '`':
		return tieName, tieQuoted(s)
	case strings.HasPrefix(s, "::"):
		return tieOther, 2
	case c == '?', (c == '$' || c == ':' || c == '@') && len(s) > 1 && tieInWord(s[1]):
		return tieParameter, 1 + tieSpan(s[1:], tieInWord)
	case '0' <= c && c <= '9':
		return tieNumber, tieSpan(s, func(c byte) bool { return tieInWord(c) || c == '.' })
	case tieInWord(c):
		return tieWord, tieSpan(s, tieInWord)
	}
	return tieOther, 1
}

func tieInWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func tieSpan(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

// tieComment is 0 for one that has another in it, or no end.
func tieComment(s string) int {
	n := strings.Index(s, "*/")
	if n < 2 || strings.Contains(s[2:n], "/*") {
		return 0
	}
	return n + 2
}

// tieQuoted is how long a string or a name is, in which a quote is doubled.
func tieQuoted(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			continue
		}
		if i+1 == len(s) || s[i+1] != s[0] {
			return i + 1
		}
		i++
	}
	return 0
}
