package mysql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/rowdiff"
)

// A reversed table has statements to put its rows back.
type reversed struct {
	*table
	pair       clone.Pair
	gone, came [][]rowdiff.Value
}

func (r *reversed) add(before, after []rowdiff.Value) {
	if after != nil {
		r.gone = append(r.gone, after)
	}
	if before != nil {
		r.came = append(r.came, before)
	}
}

// statementRows is how many rows a statement has at most.
const statementRows = 1000

// deletions are those of the copy.
func (r *reversed) deletions() (statements []string) {
	if r.sequence {
		return nil
	}
	for _, which := range r.conditions(r.gone) {
		statements = append(statements, fmt.Sprintf("DELETE FROM %s.%s WHERE %s", identifier(r.pair.Copy), identifier(r.Name), which))
	}
	return statements
}

// insertions have the server take rows from the original.
func (r *reversed) insertions() (statements []string) {
	if r.sequence {
		return r.restart()
	}
	var names []string
	for _, c := range r.columns {
		names = append(names, c.name)
	}
	list := strings.Join(names, ", ")
	for _, which := range r.conditions(r.came) {
		statements = append(statements, fmt.Sprintf("INSERT INTO %s.%s (%s) SELECT %s FROM %s.%[2]s WHERE %[6]s",
			identifier(r.pair.Copy), identifier(r.Name), list, list, identifier(r.pair.Original), which))
	}
	return statements
}

// restart has a sequence go on from where it was. That ends a transaction, where there
// is one, but sequences are no part of any.
func (r *reversed) restart() (statements []string) {
	for _, row := range r.came {
		next := row[slices.Index(r.Columns, "next_not_cached_value")].Literal()
		statements = append(statements, fmt.Sprintf("ALTER SEQUENCE %s.%s RESTART %s", identifier(r.pair.Copy), identifier(r.Name), next))
	}
	return statements
}

// conditions find rows by their key. Where there is none, each finds as many of those
// that are alike as are needed.
func (r *reversed) conditions(rows [][]rowdiff.Value) (all []string) {
	if len(r.Key) == 0 {
		return r.alike(rows)
	}
	var columns []string
	for _, i := range r.Key {
		columns = append(columns, r.columns[i].exactKey())
	}
	for some := range slices.Chunk(rows, statementRows) {
		var keys []string
		for _, row := range some {
			var key []string
			for _, i := range r.Key {
				key = append(key, row[i].(cell).native())
			}
			keys = append(keys, "("+strings.Join(key, ", ")+")")
		}
		all = append(all, fmt.Sprintf("(%s) IN (%s)", strings.Join(columns, ", "), strings.Join(keys, ", ")))
	}
	return all
}

func (r *reversed) alike(rows [][]rowdiff.Value) (all []string) {
	count := map[string]int{}
	var order []string
	for _, row := range rows {
		var parts []string
		for _, v := range row {
			parts = append(parts, v.(cell).like())
		}
		condition := strings.Join(parts, " AND ")
		if count[condition]++; count[condition] == 1 {
			order = append(order, condition)
		}
	}
	for _, condition := range order {
		all = append(all, fmt.Sprintf("%s LIMIT %d", condition, count[condition]))
	}
	return all
}
