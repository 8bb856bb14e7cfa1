package reports

import (
	"slices"
	"strings"
)

// Words that begin a clause, and so a line. Of joins the first word does.
var clauses = map[string]bool{
	"SELECT": true, "FROM": true, "WHERE": true, "GROUP": true, "HAVING": true, "WINDOW": true, "ORDER": true,
	"LIMIT": true, "OFFSET": true, "UNION": true, "INTERSECT": true, "EXCEPT": true, "VALUES": true, "SET": true,
	"RETURNING": true, "JOIN": true, "LEFT": true, "RIGHT": true, "INNER": true, "FULL": true, "CROSS": true, "NATURAL": true,
}

// Words behind which the next begins no clause: DELETE FROM, IS DISTINCT FROM, ON DELETE
// SET NULL, LEFT OUTER JOIN.
var goOn = map[string][]string{
	"FROM": {"DELETE", "DISTINCT"}, "SET": {"DELETE", "UPDATE", "CHARACTER"}, "SELECT": {"ALL"}, "VALUES": {"DEFAULT"},
	"JOIN": {"LEFT", "RIGHT", "INNER", "FULL", "CROSS", "NATURAL", "OUTER"},
	"LEFT": {"NATURAL"}, "RIGHT": {"NATURAL"}, "INNER": {"NATURAL"}, "FULL": {"NATURAL"},
}

// A layout is a statement on several lines, clause by clause.
type layout struct {
	width   int // columns that a line should have at most
	indent  int
	lines   []string
	line    string
	deep    int  // brackets that are open and hold no query
	between bool // the next AND belongs to a BETWEEN
	cases   int  // CASEs that are open
}

// laidOut is a statement on lines of so many columns, if its words allow for that: a line
// for each clause and each condition, and what is in brackets again so if it is a long query.
func laidOut(sql string, width int) []string {
	l := &layout{width: width}
	l.add(tokens(sql))
	l.end()
	return l.lines
}

func (l *layout) add(all []token) {
	previous := ""
	for i := 0; i < len(all); i++ {
		t := all[i]
		if i > 0 && l.begins(t, previous, all[i+1:]) {
			l.end()
			if t.word == "AND" || t.word == "OR" {
				l.line = strings.Repeat("  ", l.deep+1)
			}
		}
		if n := closing(all[i:]); n > 0 {
			l.brackets(all[i : i+n])
			i += n - 1
		} else {
			l.put(t)
		}
		l.follow(t.word)
		previous = t.word
	}
}

// begins reports whether t begins a line, behind the word previous.
func (l *layout) begins(t token, previous string, next []token) bool {
	switch {
	case l.cases > 0 || slices.Contains(goOn[t.word], previous):
		return false
	case t.word == "AND" && l.between:
		return false
	case len(next) > 0 && next[0].text == "(" && (t.word == "LEFT" || t.word == "RIGHT"):
		return false // a function
	}
	return clauses[t.word] && l.deep == 0 || t.word == "AND" || t.word == "OR"
}

// follow notes what an AND to come is part of.
func (l *layout) follow(word string) {
	switch word {
	case "BETWEEN":
		l.between = true
	case "AND":
		l.between = false
	case "CASE":
		l.cases++
	case "END":
		l.cases = max(0, l.cases-1)
	}
}

// brackets adds what is in brackets: as it is if it is short, on lines of its own if it
// is a query, and else condition by condition.
func (l *layout) brackets(all []token) {
	inside, last := all[1:len(all)-1], all[len(all)-1]
	if len(inside) == 0 || columns(flat(all)) < l.width/2 {
		for _, t := range all {
			l.put(t)
		}
		return
	}
	l.put(all[0])
	if word := inside[0].word; word == "SELECT" || word == "WITH" {
		l.end()
		inner := &layout{width: l.width, indent: l.indent + 2*l.deep + 4}
		inner.add(inside)
		inner.end()
		l.lines = append(l.lines, inner.lines...)
		l.line = strings.Repeat("  ", l.deep) + last.text
		return
	}
	l.deep++
	l.add(inside)
	l.deep--
	l.put(last)
}

// put adds a token to the line, or to the next if there is no room left.
func (l *layout) put(t token) {
	text := t.text
	if t.loose && strings.TrimSpace(l.line) != "" {
		if l.indent+columns(l.line)+1+columns(text) > l.width {
			l.end()
			l.line = "    " + text
			return
		}
		text = " " + text
	}
	l.line += text
	if t.ends {
		l.end()
	}
}

func (l *layout) end() {
	if strings.TrimSpace(l.line) != "" {
		l.lines = append(l.lines, strings.Repeat(" ", l.indent)+l.line)
	}
	l.line = ""
}

// closing is how many tokens there are from the bracket that all begins with to that
// which closes it; 0 if it begins with none, or with one that stays open.
func closing(all []token) int {
	depth := 0
	for i, t := range all {
		switch t.text {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 {
			if i == 0 {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

// flat is tokens on one line.
func flat(all []token) string {
	var text strings.Builder
	for _, t := range all {
		if t.loose && text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(t.text)
	}
	return text.String()
}
