package setup

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A rewriting makes the same database by another script.
type rewriting struct {
	name, why string
	lacking   []string                                             // backends that have no words for it
	of        func(backend string, script []Statement) []Statement // nil if it does not apply
}

// rewritings are those of a backend.
func rewritings(backend string) []rewriting {
	all := []rewriting{
		{"foreign keys within CREATE TABLE", "a key that is added copies the table, or reads it again", []string{"sqlite"}, inlined("ADD FOREIGN KEY")},
		{"indexes within CREATE TABLE", "an index that is added is a change of the table", []string{"sqlite", "postgres"}, inlined("CREATE INDEX")},
		{"one transaction", "the log is written once", nil, together},
	}
	return slices.DeleteFunc(all, func(w rewriting) bool { return slices.Contains(w.lacking, backend) })
}

// inlined moves what is added afterwards into the statements that make the tables.
func inlined(kind string) func(string, []Statement) []Statement {
	return func(_ string, script []Statement) []Statement {
		made, all := map[string]int{}, slices.Clone(script) // made: where, by table
		var rest []Statement
		moved := map[int]bool{}
		for i, s := range all {
			switch s.Kind {
			case "CREATE TABLE":
				made[tableOf(s.Text)] = i
			case kind:
				table, clause, refers := addition(s.Text)
				at, ok := made[table]
				if target, there := made[refers]; !ok || refers != "" && (!there || target > at) {
					continue // the other table comes later
				}
				if text, ok := within(all[at].Text, clause); ok {
					all[at].Text, moved[i] = text, true
				}
			}
		}
		for i, s := range all {
			if !moved[i] {
				rest = append(rest, s)
			}
		}
		if len(moved) == 0 {
			return nil
		}
		return rest
	}
}

// tableName is a pattern of one that needs no more than simple quotes.
const tableName = "((?:[`\"]?[\\w$]+[`\"]?\\.)?[`\"]?[\\w$]+[`\"]?)"

// tableOf is the table that CREATE TABLE makes, as far as it has a plain name.
func tableOf(create string) string {
	found := regexp.MustCompile(`(?is)^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?` + tableName + `\s*\(`).FindStringSubmatch(bare(create))
	if found == nil {
		return ""
	}
	return plain(found[1])
}

func plain(name string) string {
	return strings.NewReplacer("`", "", `"`, "").Replace(strings.ToLower(name))
}

// addition is what a statement adds to which table, as CREATE TABLE has it, and what
// table a foreign key refers to. Statements that do more are none.
func addition(text string) (table, clause, refers string) {
	text = strings.Join(strings.Fields(text), " ")
	key := regexp.MustCompile(`(?i)^ALTER TABLE (?:ONLY )?` + tableName + ` ADD ((?:CONSTRAINT \S+ )?FOREIGN KEY (?:\S+ )?\([^()]*\) REFERENCES ` + tableName + `[^,;]*)$`)
	if found := key.FindStringSubmatch(text); found != nil && !strings.Contains(strings.ToUpper(found[2]), "NOT VALID") {
		return plain(found[1]), found[2], plain(found[3])
	}
	index := regexp.MustCompile(`(?i)^CREATE (UNIQUE )?INDEX ` + tableName + ` ON ` + tableName + ` ?(\([^()]*\))$`)
	if found := index.FindStringSubmatch(text); found != nil {
		return plain(found[3]), found[1] + "KEY " + found[2] + " " + found[4], ""
	}
	added := regexp.MustCompile(`(?i)^ALTER TABLE ` + tableName + ` ADD ((?:UNIQUE )?(?:KEY|INDEX) ` + tableName + ` ?\([^()]*\))$`)
	if found := added.FindStringSubmatch(text); found != nil {
		return plain(found[1]), found[2], ""
	}
	return "", "", ""
}

// within puts a clause at the end of what CREATE TABLE has in brackets.
func within(create, clause string) (string, bool) {
	s := scanner{syntax: syntaxOf("mysql"), script: create} // names and strings are quoted alike
	for depth := 0; s.at < len(create); {
		size, _ := s.token()
		switch create[s.at : s.at+size] {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return create[:s.at] + ", " + clause + create[s.at:], true
			}
		}
		s.skip(size)
	}
	return "", false
}

// together makes one transaction of everything or, where definitions end one, of
// rows that are changed in a row.
func together(backend string, script []Statement) []Statement {
	if slices.ContainsFunc(script, func(s Statement) bool { return s.Kind == "BEGIN" || s.Kind == "COMMIT" }) {
		return nil
	}
	rows := func(s Statement) bool {
		return slices.Contains([]string{"INSERT", "UPDATE", "DELETE", "REPLACE"}, s.Kind)
	}
	if backend != "mysql" {
		first := slices.IndexFunc(script, func(s Statement) bool { return s.Kind != "SET" && s.Kind != "PRAGMA" })
		if first < 0 || len(script)-first < 2 {
			return nil
		}
		return bracketed(script, first, len(script))
	}
	all := script
	for end := len(script); end > 0; end-- {
		if begin := end - run(script[:end], rows); end-begin > 1 {
			all, end = bracketed(all, begin, end), begin
		}
	}
	if len(all) == len(script) {
		return nil
	}
	return all
}

// run is how many statements at the end are all of a sort.
func run(script []Statement, is func(Statement) bool) (n int) {
	for n < len(script) && is(script[len(script)-1-n]) {
		n++
	}
	return n
}

// bracketed makes one transaction of script[begin:end].
func bracketed(script []Statement, begin, end int) []Statement {
	from, to := script[begin], script[end-1]
	from.Text, from.Kind, from.Rows = "BEGIN", "BEGIN", ""
	to.Text, to.Kind, to.Rows = "COMMIT", "COMMIT", ""
	return slices.Concat(script[:begin], []Statement{from}, script[begin:end], []Statement{to}, script[end:])
}

// count is how many there are, for people.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
