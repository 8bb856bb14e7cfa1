//go:build cgo

package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/suite"
)

// comparing makes a database by the first statements and changes it by the
// second, and returns the image before and after.
func comparing(t interface {
	Fatal(...any)
	Context() context.Context
}, make, change []string) (before, after []byte) {
	c, err := openDSN(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.exec(t.Context(), make...); err != nil {
		t.Fatal(err)
	}
	if before, err = image(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := c.exec(t.Context(), change...); err != nil {
		t.Fatal(err)
	}
	if after, err = image(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return before, after
}

func TestCompare(t *testing.T) {
	table := func(name, old, now string) []suite.Change {
		return []suite.Change{{Where: "table " + name, Old: old, New: now}}
	}
	tests := map[string]struct {
		make, change []string
		want         []suite.Change
	}{
		"nothing": {make: []string{"CREATE TABLE t(x)"}},
		"a row without a key": {
			[]string{"CREATE TABLE t(x, y)", "INSERT INTO t VALUES (1, 2)"}, []string{"UPDATE t SET y = 3"},
			table("t", "rowid=1 y=2", "rowid=1 y=3"),
		},
		"a column called rowid": {
			[]string{"CREATE TABLE t(rowid, y)", "INSERT INTO t VALUES (1, 2)"}, []string{"UPDATE t SET rowid = 3"},
			table("t", "_rowid_=1 rowid=1", "_rowid_=1 rowid=3"),
		},
		"columns of all names of the row ID": {
			[]string{"CREATE TABLE t(rowid, _rowid_, oid)"}, []string{"INSERT INTO t VALUES (1, 2, 3)"},
			table("t", "", "rowid=1 _rowid_=2 oid=3"),
		},
		"a key of two columns": {
			[]string{"CREATE TABLE t(a, b, c, PRIMARY KEY (b, a)) WITHOUT ROWID", "INSERT INTO t VALUES (1, 2, 3)"},
			[]string{"DELETE FROM t"}, table("t", "a=1 b=2 c=3", ""),
		},
		"another type of the same number": {
			[]string{"CREATE TABLE t(x)", "INSERT INTO t VALUES (1)"}, []string{"UPDATE t SET x = 1.0"},
			table("t", "rowid=1 x=1", "rowid=1 x=1.0"),
		},
		"a blob, shortened": {
			[]string{"CREATE TABLE t(x)"}, []string{"INSERT INTO t VALUES (zeroblob(17))"},
			table("t", "", "rowid=1 x=X'"+strings.Repeat("00", 16)+"'…"),
		},
		"the end of a long blob, written in place": {
			[]string{"CREATE TABLE t(id INTEGER PRIMARY KEY, x, y)", "INSERT INTO t VALUES (1, zeroblob(50000), 'a')"},
			[]string{"UPDATE t SET y = 'b'"}, table("t", "id=1 y='a'", "id=1 y='b'"),
		},
		"a NULL": {
			[]string{"CREATE TABLE t(x)", "INSERT INTO t VALUES ('')"}, []string{"UPDATE t SET x = NULL"},
			table("t", "rowid=1 x=''", "rowid=1 x=NULL"),
		},
		"a quoted name": {
			[]string{`CREATE TABLE "a ""b"""("c d")`}, []string{`INSERT INTO "a ""b""" VALUES ('e')`},
			table(`a "b"`, "", "rowid=1 c d='e'"),
		},
		"a dropped index": {
			[]string{"CREATE TABLE t(x)", "CREATE INDEX i ON t(x)"}, []string{"DROP INDEX i"},
			[]suite.Change{{Where: "index i", Old: "CREATE INDEX i ON t(x)"}},
		},
		"another definition": {
			[]string{"CREATE TABLE t(x)"}, []string{"ALTER TABLE t ADD COLUMN y"},
			[]suite.Change{{Where: "table t", Old: "CREATE TABLE t(x)", New: "CREATE TABLE t(x, y)"}},
		},
		"settings": {
			nil, []string{"PRAGMA user_version = 3", "PRAGMA application_id = 4"},
			[]suite.Change{{Where: "user_version", Old: "0", New: "3"}, {Where: "application_id", Old: "0", New: "4"}},
		},
		"pages only": {
			[]string{"CREATE TABLE t(x)", "INSERT INTO t VALUES (zeroblob(9000))", "CREATE TABLE u(x)", "DROP TABLE t"},
			[]string{"VACUUM"}, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before, after := comparing(t, tt.make, tt.change)
			got, err := compare(t.Context(), before, after, 5)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("compare (-want +got):\n%s", diff)
			}
		})
	}
}

// Rows large and small, in tables of both kinds, changed at random: compare
// finds what really differs, neither more nor less, and so the pages of a tree
// are all found.
func TestCompareFindsExactlyWhatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.SampledFrom([]int{0, 10, 400, 3000, 9000}), 1, 60).Draw(t, "sizes")
		touched := rapid.SliceOfN(rapid.Bool(), len(sizes), len(sizes)).Draw(t, "touched")
		var make, change []string
		var want []suite.Change
		for _, table := range []string{"keyed", "plain"} {
			without := map[string]string{"keyed": " WITHOUT ROWID"}[table]
			make = append(make, "CREATE TABLE "+table+"(k INTEGER PRIMARY KEY, v, n)"+without)
			for k, size := range sizes {
				make = append(make, fmt.Sprintf("INSERT INTO %s VALUES (%d, zeroblob(%d), 1)", table, k, size))
				if touched[k] { // the last byte of the row, behind the blob
					change = append(change, fmt.Sprintf("UPDATE %s SET n = 2 WHERE k = %d", table, k))
					want = append(want, suite.Change{Where: "table " + table, Old: fmt.Sprintf("k=%d n=1", k), New: fmt.Sprintf("k=%d n=2", k)})
				}
			}
		}
		before, after := comparing(t, append([]string{"PRAGMA page_size = 512"}, make...), change)
		got, err := compare(t.Context(), before, after, len(sizes))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("compare (-want +got):\n%s", diff)
		}
	})
}

func TestOnlyTablesWithChangedPagesAreCompared(t *testing.T) {
	before, after := comparing(t, []string{
		"CREATE TABLE a(x)", "CREATE TABLE b(x)", "CREATE TABLE c(x)", "INSERT INTO c VALUES (zeroblob(99999))",
	}, []string{"INSERT INTO b VALUES (1)"})
	c, err := newComparison(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got, err := c.suspects(t.Context())
	if err != nil || !slices.Equal(got, []string{"b"}) {
		t.Errorf("suspects() = %v, %v, want b", got, err)
	}
}

// Whatever is on the pages, looking at trees ends.
func FuzzTrees(f *testing.F) {
	page := make([]byte, 1024)
	copy(page, "SQLite format 3\x00\x02\x00\x01\x01")
	page[512], page[516], page[520] = interiorTable, 1, 2
	f.Add(page, uint32(2))
	f.Add(binary.BigEndian.AppendUint32(page, 2), uint32(1))
	f.Fuzz(func(t *testing.T, image []byte, root uint32) {
		if len(image) < headerSize || header(image).check(int64(len(image))) != nil {
			t.Skip("no database")
		}
		if !newTrees(nil, image).changed(root) {
			t.Error("a tree is like one in an image without any")
		}
		newTrees(image, image).changed(root)
	})
}
