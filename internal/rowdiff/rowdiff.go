// Package rowdiff tells what a sequence of changes to rows amounts to: what is undone
// again is no difference.
package rowdiff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// A Value is what a column holds.
type Value interface {
	// Exact is the same text for the same values, and for no others of a column.
	Exact() string

	// Literal is the value for people, much as SQL would write it.
	Literal() string
}

// A Table is what rows belong to.
type Table struct {
	Name    string
	Columns []string
	Key     []int // numbers of the primary key's columns; none if there is no key
}

// A Diff has the rows of a table that changed.
type Diff struct {
	table Table
	order []string
	rows  map[string]*row
}

// A row is one before and after all changes: nil where it was not there.
type row struct{ before, after []Value }

// New is a diff without any rows.
func New(t Table) *Diff { return &Diff{t, nil, map[string]*row{}} }

// Add adds one change of a row: before is nil if it is new, after if it was deleted. A
// row of a table without a key is told by all that it has, and each of several that
// are alike by its number.
func (d *Diff) Add(before, after []Value) {
	if before != nil {
		d.take(before)
	}
	if after != nil {
		d.put(after)
	}
}

// take removes a row: one that was put here is as if it had never been.
func (d *Diff) take(is []Value) {
	for n := 0; ; n++ {
		at := fmt.Sprint(n, " ", d.key(is))
		switch existing := d.rows[at]; {
		case existing == nil:
			d.enter(at, &row{before: is})
			return
		case existing.after != nil:
			existing.after = nil
			return
		}
	}
}

// put adds a row: one that was taken, and comes back, is where it was.
func (d *Diff) put(is []Value) {
	for n := 0; ; n++ {
		at := fmt.Sprint(n, " ", d.key(is))
		switch existing := d.rows[at]; {
		case existing == nil:
			d.enter(at, &row{after: is})
			return
		case existing.after == nil:
			existing.after = is
			return
		}
	}
}

func (d *Diff) enter(at string, is *row) {
	d.order = append(d.order, at)
	d.rows[at] = is
}

// key tells a row from others.
func (d *Diff) key(is []Value) string {
	if len(d.table.Key) == 0 {
		return exact(is)
	}
	var key []Value
	for _, i := range d.table.Key {
		key = append(key, is[i])
	}
	return exact(key)
}

func exact(values []Value) string {
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintf(&b, "%q,", v.Exact())
	}
	return b.String()
}

// Changes are the rows that differ, in the order in which they were touched first: at
// most limit of them, and how many more there are.
func (d *Diff) Changes(alias string, limit int) (changes []suite.Change) {
	where, more := "table "+d.table.Name, 0
	for _, at := range d.order {
		is := d.rows[at]
		if exact(is.before) == exact(is.after) {
			continue
		}
		if len(changes) == limit {
			more++
			continue
		}
		changes = append(changes, suite.Change{Alias: alias, Where: where, Old: d.text(is.before, is), New: d.text(is.after, is)})
	}
	if more > 0 {
		changes = append(changes, suite.Change{Alias: alias, Where: where, Old: "…", New: fmt.Sprintf("%d more rows", more)})
	}
	return changes
}

// text is a row as column=literal: of one that was updated the key, and what differs.
// Of a row that isn't there it is "".
func (d *Diff) text(values []Value, is *row) string {
	var parts []string
	for i, v := range values {
		updated := is.before != nil && is.after != nil
		if !updated || slices.Contains(d.table.Key, i) || is.before[i].Exact() != is.after[i].Exact() {
			parts = append(parts, d.table.Columns[i]+"="+v.Literal())
		}
	}
	return strings.Join(parts, " ")
}

// Quoted is a text as a literal, cut where it is long.
func Quoted(text string) string {
	const longest = 100 // bytes
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
