package postgres

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// reversal is the statement that puts rows of tables back: first those go that are
// new, then those are updated that have changed, then those come that are missing.
// Without updates, rows that have changed go, and come.
func (g *guest) reversal(diffs map[int]*rowdiff.Diff, which []int, updates bool) string {
	var goes, changes, comes []string
	for _, i := range which {
		r := reversed{table: g.tables[i], updates: updates}
		for before, after := range diffs[i].Rows() {
			r.add(texts(before), texts(after))
		}
		goes, changes, comes = append(goes, r.deletions()...), append(changes, r.updated...), append(comes, r.insertions()...)
	}
	var parts, order []string
	for n, statement := range slices.Concat(goes, changes, comes) {
		parts = append(parts, fmt.Sprintf("s%d AS (%s RETURNING 1)", n, statement))
		order = append(order, fmt.Sprintf("(SELECT count(*) FROM s%d)", n)) // which are evaluated one after the other
	}
	return "WITH " + strings.Join(parts, ", ") + " SELECT ARRAY[" + strings.Join(order, ", ") + "]"
}

// texts are what values is made of.
func texts(row []rowdiff.Value) []field {
	if row == nil {
		return nil
	}
	all := make([]field, len(row))
	for i, v := range row {
		all[i] = v.(value).text
	}
	return all
}

// A reversed table has statements to put its rows back.
type reversed struct {
	*table
	updates    bool
	gone, came [][]field
	updated    []string
}

func (r *reversed) add(before, after []field) {
	if r.updates && before != nil && after != nil {
		statement, _ := undo(change{r.relation, before, after}, r.Key) // which only a TRUNCATE has not
		r.updated = append(r.updated, statement)
		return
	}
	if after != nil {
		r.gone = append(r.gone, after)
	}
	if before != nil {
		r.came = append(r.came, before)
	}
}

// statementRows is how many rows a statement has at most.
const statementRows = 1000

// deletions find rows by their key. Of rows that are alike, where there is none, as
// many go as there are too many.
func (r *reversed) deletions() (statements []string) {
	if len(r.Key) == 0 {
		return r.some()
	}
	for rows := range slices.Chunk(r.gone, statementRows) {
		var keys []string
		for _, row := range rows {
			var key []string
			for _, i := range r.Key {
				key = append(key, literal(row[i]))
			}
			keys = append(keys, "("+strings.Join(key, ", ")+")")
		}
		var columns []string
		for _, i := range r.Key {
			columns = append(columns, identifier(r.Columns[i]))
		}
		statements = append(statements, fmt.Sprintf("DELETE FROM ONLY %s WHERE (%s) IN (%s)", r.relation, strings.Join(columns, ", "), strings.Join(keys, ", ")))
	}
	return statements
}

// some are the deletions of a table without a key.
func (r *reversed) some() (statements []string) {
	count := map[string]int{}
	var conditions []string
	for _, row := range r.gone {
		condition := alike(r.relation, row)
		if count[condition]++; count[condition] == 1 {
			conditions = append(conditions, condition)
		}
	}
	for _, c := range conditions {
		statements = append(statements, fmt.Sprintf("DELETE FROM ONLY %s WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY %[1]s WHERE %s LIMIT %d))", r.relation, c, count[c]))
	}
	return statements
}

func (r *reversed) insertions() (statements []string) {
	columns := reader{table: r.table}.names()
	for rows := range slices.Chunk(r.came, statementRows) {
		var all []string
		for _, row := range rows {
			var texts []string
			for _, f := range row {
				texts = append(texts, literal(f))
			}
			all = append(all, "("+strings.Join(texts, ", ")+")")
		}
		statements = append(statements, fmt.Sprintf("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES %s", r.relation, strings.Join(columns, ", "), strings.Join(all, ", ")))
	}
	return statements
}
