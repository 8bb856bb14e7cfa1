package mysql

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ptr-project/ptr/internal/binlog"
	"github.com/ptr-project/ptr/internal/rowdiff"
	"github.com/ptr-project/ptr/suite"
)

// rows are what transactions left changed, by table; at most limit of each are named.
func (w *watcher) rows(transactions []*binlog.Transaction, limit int) (changes []suite.Change) {
	tables := map[string]*binlog.Table{}
	diffs := map[string]*rowdiff.Diff{}
	for _, t := range transactions {
		for _, s := range t.Statements {
			changes = append(changes, w.statement(s))
		}
		for _, r := range t.Rows {
			name := r.Table.String()
			if diffs[name] == nil {
				tables[name], diffs[name] = r.Table, rowdiff.New(described(r.Table))
			}
			for _, c := range r.Changes {
				diffs[name].Add(values(c.Before), values(c.After))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(diffs)) {
		changes = append(changes, diffs[name].Changes(w.aliases[tables[name].Database], limit)...)
	}
	return changes
}

func described(t *binlog.Table) rowdiff.Table {
	d := rowdiff.Table{Name: t.Name, Key: t.PrimaryKey}
	for _, c := range t.Columns {
		d.Columns = append(d.Columns, c.Name)
	}
	return d
}

func values(row []binlog.Value) []rowdiff.Value {
	if row == nil {
		return nil
	}
	all := make([]rowdiff.Value, len(row))
	for i, v := range row {
		all[i] = value{v}
	}
	return all
}

// A value is one of the log's.
type value struct{ binlog.Value }

func (v value) Exact() string { return fmt.Sprintf("%T %s", v.Value, v) }

func (v value) Literal() string {
	const longest = 50 // bytes
	switch is := v.Value.(type) {
	case binlog.Null, binlog.Int, binlog.Uint, binlog.Float, binlog.Double, binlog.Decimal, binlog.Year:
		return v.String()
	case binlog.Bytes:
		return fmt.Sprintf("x'%x'", string(is)[:min(len(is), longest)])
	}
	return rowdiff.Quoted(v.String())
}

// statement is one that is logged as text.
func (w *watcher) statement(s binlog.Statement) suite.Change {
	alias := w.aliases[s.Database]
	if s.Truncated != "" {
		return suite.Change{Alias: alias, Where: "table " + s.Truncated, Old: "all of its rows", New: "none"}
	}
	return suite.Change{Alias: alias, Where: "schema", New: s.Text}
}
