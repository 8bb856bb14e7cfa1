package sqltext

import (
	"slices"
	"strings"
)

// A Held is something that a statement has a session hold, or the server, whoever uses it next.
type Held struct {
	What string // such as "setting search_path", "temporary table orders", or "advisory lock"
	Ends bool   // it is held no more; of an empty What, nothing is
}

// RollsBack reports whether it may end with the transaction in which it began, if that is rolled
// back: so it is with PostgreSQL's settings and temporary tables.
func (h Held) RollsBack() bool {
	return strings.HasPrefix(h.What, "setting ") || strings.HasPrefix(h.What, "temporary ")
}

// Holds are what a text of SQL, which may be of several statements, has a session hold that
// is neither a row nor a definition, and what it lets go of. What ends with a transaction is
// none of that.
func Holds(text string) []Held {
	var all []Held
	words := Words(text)
	for len(words) > 0 {
		end := slices.Index(words, ";")
		if end < 0 {
			end = len(words)
		}
		all = append(all, holds(words[:end], text)...)
		words = words[min(end+1, len(words)):]
	}
	return all
}

// holds is the same for the words of one statement, which is part of a text.
func holds(words []string, text string) []Held {
	second := At(words, 1)
	switch At(words, 0) {
	case "SET":
		return set(words[1:])
	case "RESET", "DISCARD":
		if second == "ALL" {
			return []Held{{"", true}}
		}
		return named("setting", second, true)
	case "PRAGMA":
		if At(words, 2) == "=" {
			return named("pragma", second, false)
		}
	case "CREATE":
		return created(words[1:])
	case "DROP":
		return dropped(words)
	case "ATTACH", "DETACH":
		return named("attached database", At(words[1:], len(words)-2), words[0] == "DETACH")
	case "LOCK", "UNLOCK":
		if second == "TABLES" { // MySQL's; PostgreSQL's end with a transaction
			return []Held{{"lock of tables", words[0] == "UNLOCK"}}
		}
	case "LISTEN", "UNLISTEN":
		return named("channel", second, words[0] == "UNLISTEN")
	case "PREPARE", "DEALLOCATE":
		if second != "TRANSACTION" {
			return named("prepared statement", second, words[0] == "DEALLOCATE")
		}
	}
	return called(words, text)
}

// set is what SET does, behind that word.
func set(words []string) []Held {
	kind := "setting"
	switch At(words, 0) {
	case "LOCAL", "TRANSACTION", "CONSTRAINTS", "NAMES":
		return nil
	case "SESSION":
		words = words[1:]
	case "GLOBAL", "PERSIST":
		kind, words = "server's variable", words[1:]
	case "TIME":
		return []Held{{"setting timezone", At(words, 2) == "DEFAULT"}}
	case "@":
		return at(words)
	}
	if At(words, 0) == "CHARACTERISTICS" || At(words, 0) == "TRANSACTION" {
		return nil
	}
	return named(kind, At(words, 0), At(words, 2) == "DEFAULT")
}

// at is what SET does to a variable that begins with @: two are MySQL's own, one is the user's.
func at(words []string) []Held {
	if At(words, 1) != "@" {
		return named("variable", At(words, 1), At(words, 3) == "NULL")
	}
	name, global := strings.CutPrefix(At(words, 2), "GLOBAL.")
	if global {
		return named("server's variable", name, At(words, 4) == "DEFAULT")
	}
	return named("setting", strings.TrimPrefix(name, "SESSION."), At(words, 4) == "DEFAULT")
}

// created is what CREATE does, behind that word.
func created(words []string) []Held {
	i := slices.IndexFunc(words, func(w string) bool { return w == "TEMP" || w == "TEMPORARY" })
	if i < 0 || i > 2 { // OR REPLACE, GLOBAL
		return nil
	}
	kind := At(words, i+1)
	if !slices.Contains([]string{"TABLE", "VIEW", "SEQUENCE", "TRIGGER"}, kind) {
		return nil
	}
	next := i + 2
	for slices.Contains([]string{"IF", "NOT", "EXISTS"}, At(words, next)) {
		next++
	}
	return named("temporary "+strings.ToLower(kind), At(words, next), false)
}

// dropped is what DROP lets go of, if it is temporary.
func dropped(words []string) []Held {
	if kind := At(words, 1); kind != "TABLE" && kind != "TEMPORARY" {
		return nil
	}
	last := len(words) - 1
	if words[last] == "CASCADE" || words[last] == "RESTRICT" {
		last--
	}
	return named("temporary table", words[last], true)
}

// locks are functions that lock something until they are taken back, and those that do.
var locks = map[string]Held{
	"PG_ADVISORY_LOCK": {"advisory lock", false}, "PG_TRY_ADVISORY_LOCK": {"advisory lock", false},
	"PG_ADVISORY_LOCK_SHARED": {"advisory lock", false}, "PG_TRY_ADVISORY_LOCK_SHARED": {"advisory lock", false},
	"PG_ADVISORY_UNLOCK": {"advisory lock", true}, "PG_ADVISORY_UNLOCK_SHARED": {"advisory lock", true}, "PG_ADVISORY_UNLOCK_ALL": {"advisory lock", true},
	"GET_LOCK": {"advisory lock", false}, "RELEASE_LOCK": {"advisory lock", true}, "RELEASE_ALL_LOCKS": {"advisory lock", true},
}

// called is what functions do that a statement calls. The last argument of set_config says
// whether a setting ends with the transaction, its first is a literal.
func called(words []string, text string) (all []Held) {
	for i, w := range words {
		if At(words, i+1) != "(" {
			continue
		}
		if held, ok := locks[strings.TrimPrefix(w, "PG_CATALOG.")]; ok {
			all = append(all, held)
		}
		if w == "SET_CONFIG" && slices.Contains(words[i:], "FALSE") {
			all = append(all, Held{What: "setting " + firstLiteral(text, "set_config")})
		}
	}
	return all
}

// firstLiteral is the first text in single quotes behind a word, in lower case.
func firstLiteral(text, word string) string {
	text = strings.ToLower(text)
	_, behind, _ := strings.Cut(text, word)
	_, behind, _ = strings.Cut(behind, "'")
	literal, _, _ := strings.Cut(behind, "'")
	return literal
}

// named is a kind of thing with a name; nil without one.
func named(kind, name string, ends bool) []Held {
	name = strings.ToLower(strings.TrimPrefix(name, `"`))
	if name == "" {
		return nil
	}
	return []Held{{kind + " " + name, ends}}
}
