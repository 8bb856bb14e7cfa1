package sqltext

import (
	"slices"
	"strings"
)

// Reads are the tables that a text of SQL, which may be of several statements, reads from:
// what stands behind FROM and JOIN, in lists too, each once. Names that the statement gives
// to a query of its own, by WITH, and functions are not told from tables.
func Reads(text string) []string {
	var found []string
	words := Words(text)
	add := func(i int) bool {
		if !isName(At(words, i)) || At(words, i+1) == "(" {
			return false
		}
		if name := strings.TrimPrefix(words[i], `"`); !slices.Contains(found, name) {
			found = append(found, name)
		}
		return true
	}
	for i, w := range words {
		if w != "FROM" && w != "JOIN" || w == "FROM" && At(words, i-1) == "DELETE" {
			continue
		}
		for at := i + 1; ; {
			for slices.Contains([]string{"ONLY", "LATERAL"}, At(words, at)) {
				at++
			}
			if !add(at) {
				break
			}
			// Behind its name a table may have another, and then comes the next.
			at++
			if At(words, at) == "AS" {
				at++
			}
			if At(words, at) != "," && At(words, at+1) == "," {
				at++
			}
			if At(words, at) != "," {
				break
			}
			at++
		}
	}
	return found
}
