package setup

import (
	"regexp"
	"strings"
)

// kindOf is what a statement does, in capitals: "CREATE TABLE", "ADD FOREIGN KEY",
// "INSERT". An index is one however it is made, but for those that are made with
// their tables.
func kindOf(statement string) string {
	const enough = 4 << 10 // bytes; rows may be many more
	words := strings.Fields(strings.ToUpper(bare(statement[:min(enough, len(statement))])))
	if len(words) == 0 {
		return "NOTHING"
	}
	switch first := strings.Trim(words[0], "();,*/"); first {
	case "CREATE":
		return "CREATE " + created(words[1:])
	case "ALTER":
		return altered(words[1:])
	case "DROP", "COMMENT":
		return strings.Join(words[:min(2, len(words))], " ")
	case "START":
		return "BEGIN"
	case "END":
		return "COMMIT"
	default:
		return first
	}
}

// bare is a statement without comments before it, and without the marks that have only
// some servers execute it.
func bare(statement string) string {
	comment := regexp.MustCompile(`^\s*(--[^\n]*(\n|$)|#[^\n]*(\n|$)|/\*[^!M].*?\*/|/\*M?!\d*)`)
	for {
		found := comment.FindStringIndex(statement)
		if found == nil {
			return statement
		}
		statement = statement[found[1]:]
	}
}

// created is the kind of thing that CREATE makes, by the words behind that.
func created(words []string) string {
	things := []string{"TABLE", "INDEX", "VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "SEQUENCE", "TYPE", "DOMAIN", "EXTENSION", "SCHEMA", "DATABASE", "EVENT", "ROLE", "USER", "POLICY"}
	for _, w := range words[:min(8, len(words))] { // behind OR REPLACE, TEMPORARY, UNIQUE, DEFINER=…
		for _, thing := range things {
			if strings.Trim(w, "*/") == thing {
				return thing
			}
		}
	}
	if len(words) == 0 {
		return "SOMETHING"
	}
	return words[0]
}

// altered is what ALTER does, by the words behind it.
func altered(words []string) string {
	if len(words) == 0 || words[0] != "TABLE" {
		return strings.Join(append([]string{"ALTER"}, words[:min(1, len(words))]...), " ")
	}
	text := strings.Join(words, " ")
	for _, k := range []struct{ kind, pattern string }{
		{"ADD FOREIGN KEY", `\bADD\b.*\bFOREIGN KEY\b`},
		{"ADD PRIMARY KEY", `\bADD\b.*\bPRIMARY KEY\b`},
		{"CREATE INDEX", `\bADD (CONSTRAINT \S+ )?(UNIQUE|INDEX|KEY|FULLTEXT|SPATIAL)\b`},
	} {
		if regexp.MustCompile(k.pattern).MatchString(text) {
			return k.kind
		}
	}
	return "ALTER TABLE"
}
