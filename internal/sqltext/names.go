package sqltext

import "strings"

// Names reports whether what a suite.Change names is the target of a statement: "table
// public.people" and "AUTO_INCREMENT of people" are people.
func Names(where, target string) bool {
	where = strings.ToLower(strings.Map(unquoted, where))
	_, where, _ = strings.Cut(where, " ")
	where = strings.TrimPrefix(where, "of ")
	return last(where) == last(strings.ToLower(target))
}

func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func unquoted(r rune) rune {
	if strings.ContainsRune("\"`[]", r) {
		return -1
	}
	return r
}
