package binlog

import (
	"strings"
	"unicode"
)

// words takes a statement apart: into words, names and single characters.
type words struct{ rest string }

// keyword is the next word in upper case, or empty if it is quoted.
func (w *words) keyword() string {
	word, quoted := w.next()
	if quoted {
		return ""
	}
	return strings.ToUpper(word)
}

// next is the next word, or empty at the end, and whether it was in quotes, which it
// isn't any more.
func (w *words) next() (word string, quoted bool) {
	w.skip()
	if w.rest == "" {
		return "", false
	}
	if quote := w.rest[0]; quote == '`' || quote == '"' {
		return w.unquote(quote), true
	}
	end := strings.IndexFunc(w.rest, func(r rune) bool { return !isWord(r) })
	switch end {
	case -1:
		end = len(w.rest)
	case 0:
		end = 1
	}
	word, w.rest = w.rest[:end], w.rest[end:]
	return word, false
}

func isWord(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// unquote takes what is in quotes. A quote in there is doubled.
func (w *words) unquote(quote byte) string {
	var name strings.Builder
	for i := 1; i < len(w.rest); i++ {
		if w.rest[i] == quote {
			if i+1 == len(w.rest) || w.rest[i+1] != quote {
				w.rest = w.rest[i+1:]
				return name.String()
			}
			i++
		}
		name.WriteByte(w.rest[i])
	}
	w.rest = ""
	return name.String()
}

// skip skips spaces and comments, but not what is in those that servers execute, such as
// /*!40005 TEMPORARY */
func (w *words) skip() {
	for {
		w.rest = strings.TrimLeftFunc(w.rest, unicode.IsSpace)
		switch {
		case strings.HasPrefix(w.rest, "/*!"), strings.HasPrefix(w.rest, "/*M!"):
			_, w.rest, _ = strings.Cut(w.rest, "!")
			w.rest = strings.TrimLeft(w.rest, "0123456789")
		case strings.HasPrefix(w.rest, "*/"):
			w.rest = w.rest[2:]
		case strings.HasPrefix(w.rest, "/*"):
			_, w.rest, _ = strings.Cut(w.rest, "*/")
		case strings.HasPrefix(w.rest, "#"), strings.HasPrefix(w.rest, "--"):
			_, w.rest, _ = strings.Cut(w.rest, "\n")
		default:
			return
		}
	}
}
