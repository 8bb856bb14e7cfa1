package setup

import (
	"regexp"
	"strings"
)

// A tokenKind is what matters of a token.
type tokenKind int

const (
	tokenOther   tokenKind = iota
	tokenSpace             // or a comment
	tokenWord              // or a number
	tokenEnd               // of a statement
	tokenCommand           // the client's, if no statement has begun
)

// token is the next one.
func (s *scanner) token() (size int, kind tokenKind) {
	text := s.script[s.at:]
	c := text[0]
	switch {
	case s.delimiter == "" && c == ';':
		return 1, tokenEnd
	case s.delimiter != "" && strings.HasPrefix(text, s.delimiter):
		return len(s.delimiter), tokenEnd
	case strings.IndexByte(" \t\r\n\f", c) >= 0:
		return 1, tokenSpace
	case s.isComment(text):
		return index(text, "\n"), tokenSpace
	case strings.HasPrefix(text, "/*!"), strings.HasPrefix(text, "/*M!"):
		if !s.nested {
			return through(text, 3, "*/"), tokenOther // which the server executes
		}
	}
	if strings.HasPrefix(text, "/*") {
		return s.comment(text), tokenSpace
	}
	switch {
	case c == '\'' || c == '"' || c == '`' && !s.dollar:
		return quoted(text, c, s.backslash), tokenOther
	case (c == 'E' || c == 'e') && s.dollar && len(text) > 1 && text[1] == '\'':
		return 1 + quoted(text[1:], '\'', true), tokenOther
	case c == '$' && s.dollar:
		return dollars(text)
	case c == '\\' && (s.dollar || strings.HasPrefix(text, `\.`)):
		return 1, tokenCommand
	case isWord(c):
		return s.word(text)
	}
	return 1, tokenOther
}

// isComment reports whether text begins with one that ends with its line.
func (s *scanner) isComment(text string) bool {
	if s.hash && text[0] == '#' {
		return true
	}
	if !strings.HasPrefix(text, "--") {
		return false
	}
	return s.dollar || len(text) == 2 || strings.IndexByte(" \t\r\n", text[2]) >= 0 // to MySQL 1--1 is 2
}

// comment is the length of one between /* and */.
func (s *scanner) comment(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], "/*") && (s.nested || depth == 0):
			depth++
			i++
		case strings.HasPrefix(text[i:], "*/"):
			depth--
			i++
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

func (s *scanner) word(text string) (int, tokenKind) {
	n := 1
	for n < len(text) && (isWord(text[n]) || text[n] == '$') {
		n++
	}
	if w := strings.ToLower(text[:n]); !s.dollar && (w == "delimiter" || w == "source") && s.atLineStart() {
		return n, tokenCommand
	}
	return n, tokenWord
}

func (s *scanner) atLineStart() bool { return s.at == 0 || s.script[s.at-1] == '\n' }

// quoted is the length of what is between quotes of a kind; doubled ones belong to it.
func quoted(text string, quote byte, backslash bool) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && backslash && quote != '`':
			i++
		case text[i] == quote && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// dollars is the length of what is between $tag$ and $tag$.
func dollars(text string) (int, tokenKind) {
	tag := regexp.MustCompile(`^\$(\pL[\pL\d_]*|_[\pL\d_]*)?\$`).FindString(text)
	if tag == "" {
		return 1, tokenOther
	}
	return through(text, len(tag), tag), tokenOther
}

// through is the length of text up to and with the first end after skip bytes, or all
// of it.
func through(text string, skip int, end string) int {
	return min(len(text), skip+index(text[skip:], end)+len(end))
}

// index is where part begins in text, or the end of that.
func index(text, part string) int {
	if i := strings.Index(text, part); i >= 0 {
		return i
	}
	return len(text)
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
