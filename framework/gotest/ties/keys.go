// Part of database/sql in test binaries, too: see ties.go.

package ties

import (
	"strconv"
	"strings"
)

// A tieItem is one of those that a query selects.
type tieItem struct {
	name   string // in lower case, without quotes; "" if it has none
	text   string // the expression
	tokens []tieToken
}

// tieItems are what a query selects.
func tieItems(query string, selected []tieToken) []tieItem {
	var items []tieItem
	for _, tokens := range tieSplit(selected) {
		item := tieItem{tokens: tokens}
		if n := len(tokens); n > 2 && tokens[n-2].depth == 0 && tokens[n-2].is("AS") {
			item.name, item.tokens = tieNameOf(tokens[n-1]), tokens[:n-2]
		} else if n > 1 && tieNames(tokens[n-2], tokens[n-1]) {
			item.name, item.tokens = tieNameOf(tokens[n-1]), tokens[:n-1]
		} else if last := tokens[max(0, n-1):]; n == 1 || n > 2 && tokens[n-2].is(".") {
			item.name = tieNameOf(last[0]) // a column, which is known by its last name
		}
		if n := len(item.tokens); n > 0 {
			item.text = query[item.tokens[0].from:item.tokens[n-1].to]
		}
		items = append(items, item)
	}
	return items
}

// tieNames reports whether name, behind the end of an expression, names it without AS.
func tieNames(before, name tieToken) bool {
	switch {
	case name.kind != tieWord && name.kind != tieName, name.is("END", "NULL", "TRUE", "FALSE"):
		return false
	case before.kind == tieOther:
		return before.text == ")" || before.text == "]"
	}
	return !before.is("NOT", "AND", "OR", "IS", "IN", "LIKE", "COLLATE", "CASE", "THEN", "ELSE", "WHEN", "OVER", "BETWEEN", "DISTINCT")
}

func tieNameOf(t tieToken) string {
	if t.kind == tieName {
		t.text = t.text[1 : len(t.text)-1]
	}
	return strings.ToLower(t.text)
}

// tieKey is the expression that a part of an ORDER BY means, and what stands behind it,
// such as " DESC". A number, or a name that is given in the query, stands for what is
// selected.
func tieKey(query string, tokens []tieToken, items []tieItem) (key, direction string, ok bool) {
	n := len(tokens)
	if n > 2 && tokens[n-2].is("NULLS") {
		n -= 2
	}
	if n > 1 && tokens[n-1].is("ASC", "DESC") {
		n--
	}
	if n == 0 {
		return "", "", false
	}
	if n < len(tokens) {
		direction = " " + query[tokens[n].from:tokens[len(tokens)-1].to]
	}
	tokens = tokens[:n]
	key = query[tokens[0].from:tokens[n-1].to]
	if n == 1 {
		if key, tokens, ok = tieMeant(key, tokens, items); !ok {
			return "", "", false
		}
	}
	for _, t := range tokens {
		// An expression with ? would need its argument twice, and one of a window may
		// not be within another's.
		if t.kind == tieParameter && t.text == "?" || t.is("OVER", "USING") {
			return "", "", false
		}
	}
	return key, direction, true
}

// tieMeant looks a key of one word up in what is selected.
func tieMeant(key string, tokens []tieToken, items []tieItem) (string, []tieToken, bool) {
	t := tokens[0]
	switch t.kind {
	case tieNumber:
		n, err := strconv.Atoi(t.text)
		if err != nil || n < 1 || n > len(items) {
			return "", nil, false
		}
		for _, item := range items[:n] { // behind a star, who knows
			if last := len(item.tokens) - 1; last < 0 || item.tokens[last].is("*") {
				return "", nil, false
			}
		}
		return items[n-1].text, items[n-1].tokens, true
	case tieWord, tieName:
		for _, item := range items {
			if item.name == tieNameOf(t) {
				return item.text, item.tokens, len(item.tokens) > 0
			}
		}
		return key, tokens, true
	}
	return "", nil, false // a constant, or a parameter
}
