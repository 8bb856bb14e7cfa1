package rowdiff_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/internal/rowdiff"
	"github.com/ptr-project/ptr/suite"
)

type number int

func (n number) Exact() string   { return strconv.Itoa(int(n)) }
func (n number) Literal() string { return strconv.Itoa(int(n)) }

func row(values ...int) (r []rowdiff.Value) {
	for _, v := range values {
		r = append(r, number(v))
	}
	return r
}

func TestOfAnUpdatedRowTheKeyAndWhatDiffersIsTold(t *testing.T) {
	d := rowdiff.New(rowdiff.Table{Name: "t", Columns: []string{"id", "a", "b"}, Key: []int{0}})
	d.Add(row(1, 2, 3), row(1, 2, 4))
	d.Add(nil, row(2, 0, 0))
	d.Add(row(3, 0, 0), nil)
	d.Add(nil, row(4, 0, 0))
	want := []suite.Change{
		{Alias: "x", Where: "table t", Old: "id=1 b=3", New: "id=1 b=4"},
		{Alias: "x", Where: "table t", New: "id=2 a=0 b=0"},
		{Alias: "x", Where: "table t", Old: "…", New: "2 more rows"},
	}
	if diff := cmp.Diff(want, d.Changes("x", 2)); diff != "" {
		t.Error(diff)
	}
}

// Whatever is done to a table, the changes are what tells its rows before from those
// after.
func TestChangesAreTheDifferenceOfBeforeAndAfter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := rowdiff.Table{Name: "t", Columns: []string{"id", "a"}}
		if rapid.Bool().Draw(t, "with a key") {
			table.Key = []int{0}
		}
		d, before, after := rowdiff.New(table), [][2]int{}, [][2]int{}
		for id := range 4 {
			before = append(before, [2]int{id, 0})
		}
		after = slices.Clone(before)
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			is := [2]int{rapid.IntRange(0, 5).Draw(t, "id"), rapid.IntRange(0, 2).Draw(t, "a")}
			at := slices.IndexFunc(after, func(r [2]int) bool { return r[0] == is[0] })
			switch {
			case at < 0:
				after = append(after, is)
				d.Add(nil, row(is[0], is[1]))
			case rapid.Bool().Draw(t, "delete"):
				d.Add(row(after[at][0], after[at][1]), nil)
				after = slices.Delete(after, at, at+1)
			default:
				d.Add(row(after[at][0], after[at][1]), row(is[0], is[1]))
				after[at] = is
			}
		}
		count := map[string]int{}
		for _, c := range d.Changes("", 100) {
			count[c.Old]--
			count[c.New]++
		}
		want := map[string]int{}
		for sign, rows := range map[int][][2]int{-1: before, 1: after} {
			for _, r := range rows {
				want["id="+strconv.Itoa(r[0])+" a="+strconv.Itoa(r[1])] += sign
			}
		}
		for _, m := range []map[string]int{count, want} {
			delete(m, "")
			maps.DeleteFunc(m, func(_ string, n int) bool { return n == 0 })
		}
		if diff := cmp.Diff(want, count); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
