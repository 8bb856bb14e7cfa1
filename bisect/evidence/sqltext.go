package evidence

import (
	"slices"
	"strings"
)

// A write is one thing that a statement writes to.
type write struct {
	verb   string
	target string // as far as its quotes, with its schema if it is named
}

// fillers may stand between a verb and what it writes to.
var fillers = []string{
	"INTO", "FROM", "TABLE", "ONLY", "OR", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK", "IF", "NOT", "EXISTS",
	"LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "CONCURRENTLY", "TEMP", "TEMPORARY", "OVERWRITE",
}

// verbs begin what writes.
var verbs = []string{"INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "MERGE", "COPY", "CREATE", "ALTER", "DROP"}

// writes are what a text of SQL, which may be of several statements, writes to, as its
// words tell. A verb within one, as behind WITH, counts where it has what it needs.
func writes(text string) []write {
	var found []write
	words := tokens(text)
	for i := 0; i < len(words); i++ {
		verb := words[i]
		if !slices.Contains(verbs, verb) || i > 0 && follows(words[i-1], verb) {
			continue
		}
		next := i + 1
		for next < len(words) && slices.Contains(fillers, words[next]) {
			next++
		}
		if needed := into[verb]; needed != nil && !slices.ContainsFunc(words[i+1:next], func(w string) bool { return slices.Contains(needed, w) }) {
			continue
		}
		if next < len(words) && isName(words[next]) {
			found = append(found, write{verb, strings.TrimPrefix(words[next], "\"")})
			for ; (verb == "TRUNCATE" || verb == "DROP") && word(words, next+1) == "," && isName(word(words, next+2)); next += 2 {
				found = append(found, write{verb, strings.TrimPrefix(words[next+2], "\"")})
			}
			i = next
		}
	}
	return found
}

// into are the words that some verbs need before what they write to.
var into = map[string][]string{
	"INSERT": {"INTO", "OVERWRITE"}, "DELETE": {"FROM"}, "MERGE": {"INTO"}, "CREATE": {"TABLE"}, "ALTER": {"TABLE"}, "DROP": {"TABLE"},
	"REPLACE": {"INTO"},
}

// follows reports whether verb is no statement's beginning behind a word: FOR UPDATE, ON
// DELETE, DO UPDATE, INSERT OR REPLACE.
func follows(before, verb string) bool {
	return slices.Contains([]string{"FOR", "ON", "DO", "KEY", "OR", "BEFORE", "AFTER"}, before)
}

func isName(word string) bool {
	return strings.HasPrefix(word, `"`) || word != "" && (word[0] == '_' || letter(word[0]) || word[0] >= 0x80)
}

// tokens are the words of a text of SQL, without literals and comments. Quoted names begin
// with a quote, others are in upper case; a name and its schema are one word.
func tokens(text string) []string {
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

// word is the word at i; "" if there is none.
func word(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}
