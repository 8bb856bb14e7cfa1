package sqltext

import (
	"slices"
	"strings"
)

// A Write is one thing that a statement writes to.
type Write struct {
	Verb   string // such as "INSERT"
	Target string // without its quotes, with its schema if that is named
}

// fillers may stand between a verb and what it writes to.
var fillers = []string{
	"INTO", "FROM", "TABLE", "ONLY", "OR", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK", "IF", "NOT", "EXISTS",
	"LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "CONCURRENTLY", "TEMP", "TEMPORARY", "OVERWRITE",
}

// verbs begin what writes.
var verbs = []string{"INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "MERGE", "COPY", "CREATE", "ALTER", "DROP"}

// Writes are what a text of SQL, which may be of several statements, writes to, as its
// words tell. A verb within one, as behind WITH, counts where it has what it needs.
func Writes(text string) []Write {
	var found []Write
	words := Words(text)
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
			found = append(found, Write{verb, strings.TrimPrefix(words[next], "\"")})
			for ; (verb == "TRUNCATE" || verb == "DROP") && At(words, next+1) == "," && isName(At(words, next+2)); next += 2 {
				found = append(found, Write{verb, strings.TrimPrefix(words[next+2], "\"")})
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
