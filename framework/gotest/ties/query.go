// Part of database/sql in test binaries, too: see ties.go.

package ties

import (
	"strconv"
	"strings"
)

// tieColumn is what the hidden columns of a rewritten query are called, with its number,
// an underscore and theirs.
const tieColumn = "ptrzztie"

// rewriteTies is a query that returns what the given one does, but rows with equal ORDER
// BY keys in another order: the other way round than the database by itself, if stir is
// 0, else in one that depends on it. Each row has more columns, at the end: its keys, and
// how many rows have these. They are called ptrzztieN_1 and so on, N being number. keys
// are the expressions.
//
// It is not ok for what is not understood, has no such keys, or could not be rewritten
// without changing which rows there are.
func rewriteTies(query string, number int, stir uint64) (text string, keys []string, ok bool) {
	tokens, ok := tieTokens(query)
	if !ok {
		return "", nil, false
	}
	c, ok := findTieClauses(tokens)
	if !ok {
		return "", nil, false
	}
	items := tieItems(query, c.selected)
	var ordered []string
	for _, t := range tieSplit(c.order) {
		key, direction, ok := tieKey(query, t, items)
		if !ok {
			return "", nil, false
		}
		keys, ordered = append(keys, key), append(ordered, key+direction)
	}
	var b strings.Builder
	b.WriteString(query[:c.from])
	for i, key := range keys {
		b.WriteString(", (" + key + ") AS " + tieColumnName(number, i+1))
	}
	b.WriteString(", COUNT(*) OVER (PARTITION BY " + strings.Join(keys, ", ") + ") AS " + tieColumnName(number, len(keys)+1) + " ")
	end := c.order[len(c.order)-1].to
	b.WriteString(query[c.from:end] + ", " + tieBreaker(strings.Join(ordered, ", "), stir) + query[end:])
	return b.String(), keys, true
}

func tieColumnName(number, column int) string {
	return tieColumn + strconv.Itoa(number) + "_" + strconv.Itoa(column)
}

// tieBreaker numbers rows as the database itself orders them, and turns that round; or
// multiplies these numbers by a random one modulo a prime, which puts them into an order
// that looks like none.
func tieBreaker(ordered string, stir uint64) string {
	row := "ROW_NUMBER() OVER (ORDER BY " + ordered + ")"
	if stir == 0 {
		return row + " DESC"
	}
	const prime = 1_000_003
	return "(" + row + " * " + strconv.FormatUint(1+stir%(prime-1), 10) + ") % " + strconv.Itoa(prime)
}

// tieClauses are parts of a query.
type tieClauses struct {
	selected []tieToken // between SELECT and FROM
	from     int        // where FROM stands
	order    []tieToken // behind ORDER BY
}

// findTieClauses looks at what is in no brackets.
func findTieClauses(tokens []tieToken) (c tieClauses, ok bool) {
	if n := len(tokens); n > 0 && tokens[n-1].is(";") {
		tokens = tokens[:n-1]
	}
	first, from, order, end := -1, -1, -1, len(tokens)
	for i, t := range tokens {
		switch {
		case t.depth > 0:
		case t.is("UNION", "INTERSECT", "EXCEPT", "INTO", "FOR", "LOCK", "PROCEDURE", "INSERT", "UPDATE", "DELETE", ";"):
			return c, false
		case t.is("SELECT") && first < 0:
			first = i + 1
		case t.is("FROM") && from < 0 && first >= 0 && !tokens[i-1].is("DISTINCT"):
			from = i
		case t.is("BY") && i > 0 && tokens[i-1].is("ORDER"):
			order, end = i+1, len(tokens)
		case t.is("LIMIT", "OFFSET", "FETCH") && order >= 0 && end == len(tokens):
			end = i
		}
	}
	if first < 0 || from <= first || order < from || order >= end || tokens[0].depth > 0 || !tokens[0].is("SELECT", "WITH") {
		return c, false
	}
	if tokens[first].is("DISTINCT", "TOP") {
		return c, false
	}
	if tokens[first].is("ALL") {
		first++
	}
	return tieClauses{tokens[first:from], tokens[from].from, tokens[order:end]}, first < from
}

// tieSplit divides at commas that are in no brackets.
func tieSplit(tokens []tieToken) (parts [][]tieToken) {
	begin := 0
	for i, t := range tokens {
		if t.depth == 0 && t.is(",") {
			parts, begin = append(parts, tokens[begin:i]), i+1
		}
	}
	return append(parts, tokens[begin:])
}
