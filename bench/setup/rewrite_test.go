package setup

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRewritings(t *testing.T) {
	const (
		keys    = "foreign keys within CREATE TABLE"
		indexes = "indexes within CREATE TABLE"
		once    = "one transaction"
	)
	tests := map[string]struct {
		name, backend, script string
		want                  []string // nil: it does not apply
	}{
		"a foreign key": {
			keys, "mysql", "CREATE TABLE a (id INT); CREATE TABLE b (a_id INT, s VARCHAR(9) DEFAULT ')') ENGINE=InnoDB; ALTER TABLE `b` ADD CONSTRAINT `c` FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE;",
			[]string{"CREATE TABLE a (id INT)", "CREATE TABLE b (a_id INT, s VARCHAR(9) DEFAULT ')', CONSTRAINT `c` FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE) ENGINE=InnoDB"},
		},
		"to the table itself": {
			keys, "postgres", "CREATE TABLE public.a (id INT, up INT);\nALTER TABLE ONLY public.a\n  ADD CONSTRAINT c FOREIGN KEY (up) REFERENCES public.a(id);",
			[]string{"CREATE TABLE public.a (id INT, up INT, CONSTRAINT c FOREIGN KEY (up) REFERENCES public.a(id))"},
		},
		"to a later table":          {keys, "mysql", "CREATE TABLE b (a_id INT); CREATE TABLE a (id INT); ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a (id)", nil},
		"to no table of the script": {keys, "mysql", "CREATE TABLE b (a_id INT); ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a (id)", nil},
		"a key that is not checked": {keys, "postgres", "CREATE TABLE a (id INT); ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES a (id) NOT VALID", nil},
		"two keys in one statement": {keys, "mysql", "CREATE TABLE a (id INT); ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES a (id), ADD FOREIGN KEY (id) REFERENCES a (id)", nil},
		"a table like another":      {keys, "mysql", "CREATE TABLE a LIKE b; ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES a (id)", nil},
		"an index":                  {indexes, "mysql", "CREATE TABLE a (id INT); CREATE UNIQUE INDEX i ON a (id)", []string{"CREATE TABLE a (id INT, UNIQUE KEY i (id))"}},
		"a key":                     {indexes, "mysql", "CREATE TABLE a (id INT); ALTER TABLE a ADD KEY i (id)", []string{"CREATE TABLE a (id INT, KEY i (id))"}},
		"an index of PostgreSQL":    {indexes, "postgres", "CREATE TABLE a (id INT); CREATE INDEX i ON a (id)", nil},
		"one transaction":           {once, "postgres", "SET x=1; A; B", []string{"SET x=1", "BEGIN", "A", "B", "COMMIT"}},
		"of SQLite":                 {once, "sqlite", "PRAGMA x=1; A; B;", []string{"PRAGMA x=1;", "BEGIN", "A;", "B;", "COMMIT"}},
		"transactions already":      {once, "postgres", "BEGIN; A; COMMIT; B", nil},
		"rows between tables": {
			once, "mysql", "INSERT 1; CREATE 2; INSERT 3; UPDATE 4; CREATE 5; INSERT 6; INSERT 7",
			[]string{"INSERT 1", "CREATE 2", "BEGIN", "INSERT 3", "UPDATE 4", "COMMIT", "CREATE 5", "BEGIN", "INSERT 6", "INSERT 7", "COMMIT"},
		},
		"single rows": {once, "mysql", "INSERT 1; CREATE 2; INSERT 3", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			script, err := divide(tt.backend, "x.sql", tt.script)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range rewritings(tt.backend) {
				if w.name != tt.name {
					continue
				}
				for _, s := range w.of(tt.backend, script) {
					got = append(got, s.Text)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		})
	}
}
