package binlog

// A Transaction is what was committed at once: it was one in SQL, or a statement by itself.
type Transaction struct {
	Rows       []*Rows     // in the order in which they were changed
	Statements []Statement // DDL, and whatever else is logged as text

	// Silent are tables of which further rows may have been changed, or none: the log
	// tells which tables a statement was ready to write to, but not what foreign keys with
	// CASCADE or SET NULL then did there. A trigger that wasn't set off looks the same.
	Silent []*Table
}

func (t *Transaction) empty() bool { return len(t.Rows)+len(t.Statements)+len(t.Silent) == 0 }

// silent adds a table once.
func (t *Transaction) silent(table *Table) {
	for _, other := range t.Silent {
		if other.Database == table.Database && other.Name == table.Name {
			return
		}
	}
	t.Silent = append(t.Silent, table)
}
