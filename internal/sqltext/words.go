// Package sqltext tells from the words of SQL what a statement reads and writes. It knows no
// grammar: what a database does by itself, such as by triggers or views, it cannot know.
package sqltext

import (
	"strings"
)

// Words are the words of a text of SQL, without literals and comments. Quoted names begin
// with a quote, others are in upper case; a name and its schema are one word.
func Words(text string) []string {
	var words []string
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case strings.HasPrefix(text[i:], "--") || c == '#':
			i = past(text, i, "\n")
		case strings.HasPrefix(text[i:], "/*"):
			i = past(text, i+2, "*/")
		case c == '\'':
			i = past(text, i+1, "'")
		case letter(c) || c == '_' || c >= 0x80 || c == '"' || c == '`' || c == '[':
			var word string
			word, i = name(text, i)
			words = append(words, word)
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
		default:
			words = append(words, string(c))
			i++
		}
	}
	return words
}

// name reads a name at i, with what follows its dots.
func name(text string, i int) (string, int) {
	var parts []string
	quoted := false
	for i < len(text) {
		begin := i
		switch text[i] {
		case '"', '`':
			i = past(text, i+1, text[i:i+1])
			parts, quoted = append(parts, strings.Trim(text[begin:i], "\"`")), true
		case '[':
			i = past(text, i, "]")
			parts, quoted = append(parts, strings.Trim(text[begin:i], "[]")), true
		default:
			for i < len(text) && (letter(text[i]) || text[i] == '_' || text[i] == '$' || text[i] >= 0x80 || text[i] >= '0' && text[i] <= '9') {
				i++
			}
			parts = append(parts, text[begin:i])
		}
		if i+1 >= len(text) || text[i] != '.' {
			break
		}
		i++
	}
	word := strings.Join(parts, ".")
	if quoted {
		return `"` + word, i
	}
	return strings.ToUpper(word), i
}

// past is the place behind the next end, from i on.
func past(text string, i int, end string) int {
	if n := strings.Index(text[min(i, len(text)):], end); n >= 0 {
		return i + n + len(end)
	}
	return len(text)
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// At is the word at i; "" if there is none.
func At(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}
