package reports

import (
	"strings"
	"unicode"
)

// A token is a word, a quoted text, a comment or a sign of a statement.
type token struct {
	text  string
	word  string // in capitals; "" if it is no word
	loose bool   // there was a blank before it
	ends  bool   // a line ends behind it: it is a comment that would go on
}

// tokens takes a statement apart. Of white space it keeps where there was some; in
// quoted texts a blank stays of each stretch.
func tokens(sql string) []token {
	var all []token
	for rest := sql; ; {
		trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
		if trimmed == "" {
			return all
		}
		n := tokenLength(trimmed)
		t := token{text: trimmed[:n], loose: len(trimmed) < len(rest), ends: strings.HasPrefix(trimmed, "--")}
		if isWord(rune(t.text[0])) {
			t.word = strings.ToUpper(t.text)
		}
		t.text = strings.Join(strings.Fields(t.text), " ")
		all = append(all, t)
		rest = trimmed[n:]
	}
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// tokenLength is how many bytes the token takes that sql begins with.
func tokenLength(sql string) int {
	switch sql[0] {
	case '\'', '"', '`':
		return quotedLength(sql)
	}
	switch {
	case strings.HasPrefix(sql, "--"):
		return within(strings.IndexByte(sql, '\n'), sql, 0)
	case strings.HasPrefix(sql, "/*"):
		return within(strings.Index(sql, "*/"), sql, len("*/"))
	}
	if n := strings.IndexFunc(sql, func(r rune) bool { return !isWord(r) }); n != 0 {
		return within(n, sql, 0)
	}
	for i := range sql {
		if i > 0 {
			return i
		}
	}
	return len(sql)
}

// within is the end of what was found at i, and all of sql if it was not.
func within(i int, sql string, more int) int {
	if i < 0 {
		return len(sql)
	}
	return i + more
}

// quotedLength is that of the quoted text which sql begins with. A doubled quote is one
// within it.
func quotedLength(sql string) int {
	quote := sql[:1]
	for at := 1; ; {
		i := strings.Index(sql[at:], quote)
		if i < 0 {
			return len(sql)
		}
		at += i + 1
		if !strings.HasPrefix(sql[at:], quote) {
			return at
		}
		at++
	}
}
