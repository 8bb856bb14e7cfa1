package rowdiff_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// A heap is a table in memory: rows of two columns.
type heap struct {
	rows  *[][2]int
	reads int // of rows
}

func (h *heap) Count(context.Context) (int, error) { return len(*h.rows), nil }

func (h *heap) Digests(_ context.Context, buckets int) (map[int]string, error) {
	sums := map[int]int{}
	for _, r := range *h.rows {
		sums[bucket(r, buckets)] += 1 + r[0]*1000 + r[1]*r[1]
	}
	digests := map[int]string{}
	for b, sum := range sums {
		digests[b] = fmt.Sprint(sum)
	}
	return digests, nil
}

func (h *heap) Rows(_ context.Context, buckets int, which []int) (all [][]rowdiff.Value, err error) {
	for _, r := range *h.rows {
		if slices.Contains(which, bucket(r, buckets)) {
			h.reads++
			all = append(all, row(r[0], r[1]))
		}
	}
	return all, nil
}

func bucket(r [2]int, buckets int) int { return (r[0]*31 + r[1]*7) % buckets }

// What is told of each look, one after the other, leads from the original to what
// there is at last; and what is undone of that, back to the original.
func TestLooksAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := rowdiff.Table{Name: "t", Columns: []string{"id", "a"}}
		if rapid.Bool().Draw(t, "with a key") {
			table.Key = []int{0}
		}
		var was [][2]int
		for id := range rapid.SampledFrom([]int{0, 5, 500}).Draw(t, "size") {
			was = append(was, [2]int{id, 0})
		}
		now := slices.Clone(was)
		original := rowdiff.NewOriginal(table, &heap{rows: &was})
		told, last := count(was), (*rowdiff.Diff)(nil)
		for range 3 {
			now = changed(t, now)
			d, err := original.Compare(t.Context(), &heap{rows: &now})
			if err != nil {
				t.Fatal(err)
			}
			for before, after := range d.Since(last).Rows() {
				add(told, before, -1)
				add(told, after, 1)
			}
			last = d
			if diff := cmp.Diff(count(now), told); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		}
		for before, after := range last.Rows() {
			add(told, after, -1)
			add(told, before, 1)
		}
		if diff := cmp.Diff(count(was), told); diff != "" {
			t.Fatalf("undone (-want +got):\n%s", diff)
		}
	})
}

// changed are rows after some random changes that leave the first column unique.
func changed(t *rapid.T, rows [][2]int) [][2]int {
	rows = slices.Clone(rows)
	for range rapid.IntRange(0, 8).Draw(t, "steps") {
		is := [2]int{rapid.IntRange(0, 8).Draw(t, "id"), rapid.IntRange(0, 2).Draw(t, "a")}
		at := slices.IndexFunc(rows, func(r [2]int) bool { return r[0] == is[0] })
		switch {
		case at < 0:
			rows = append(rows, is)
		case rapid.Bool().Draw(t, "delete"):
			rows = slices.Delete(rows, at, at+1)
		default:
			rows[at] = is
		}
	}
	return rows
}

func count(rows [][2]int) map[string]int {
	n := map[string]int{}
	for _, r := range rows {
		add(n, row(r[0], r[1]), 1)
	}
	return n
}

func add(n map[string]int, is []rowdiff.Value, by int) {
	if is == nil {
		return
	}
	name := is[0].Exact() + " " + is[1].Exact()
	if n[name] += by; n[name] == 0 {
		delete(n, name)
	}
}

func TestOfALargeTableFewRowsAreSent(t *testing.T) {
	var was [][2]int
	for id := range 10_000 {
		was = append(was, [2]int{id, 0})
	}
	now := slices.Clone(was)
	now[77][1] = 1
	before, after := &heap{rows: &was}, &heap{rows: &now}
	d, err := rowdiff.NewOriginal(rowdiff.Table{Name: "t", Columns: []string{"id", "a"}, Key: []int{0}}, before).Compare(t.Context(), after)
	if err != nil {
		t.Fatal(err)
	}
	changes := d.Changes("", 5)
	if len(changes) != 1 || changes[0].Old != "id=77 a=0" || changes[0].New != "id=77 a=1" {
		t.Errorf("Changes = %v", changes)
	}
	if before.reads+after.reads > 1000 {
		t.Errorf("%d and %d rows were sent", before.reads, after.reads)
	}
}
