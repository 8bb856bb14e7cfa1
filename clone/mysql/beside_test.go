package mysql

import "testing"

func TestNamesOfTablesAreTakenApartAsTheyWereQuoted(t *testing.T) {
	for _, name := range []struct{ database, table string }{{"a", "b"}, {"a`", "b`"}, {"`a", "`b"}, {"a`.`b", "`.`"}, {"`", "``"}, {"a.b", "c/d"}, {"größe", " "}} {
		database, table := unquoted(identifier(name.database) + "." + identifier(name.table))
		if database != name.database || table != name.table {
			t.Errorf("unquoted() = %q, %q, want %q, %q", database, table, name.database, name.table)
		}
	}
}
