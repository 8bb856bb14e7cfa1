package rowdiff

import (
	"context"
	"iter"
	"slices"
)

// A Reader reads a table of one of two databases. Rows are in buckets: equal ones are
// in the same.
type Reader interface {
	// Count is how many rows there are, about.
	Count(ctx context.Context) (int, error)

	// Digests are those of the rows in each of so many buckets; empty ones have none.
	Digests(ctx context.Context, buckets int) (map[int]string, error)

	// Rows are those in some of so many buckets, in an order that is the same for
	// equal rows. Of one bucket it returns all.
	Rows(ctx context.Context, buckets int, which []int) ([][]Value, error)
}

// An Original is a table that stays as it is. What is read of it is read once.
type Original struct {
	Table
	from    Reader
	buckets int            // a power of two; 0 until it is known
	digests map[int]string // nil until they are read
	rows    [][]Value      // all of them, if there is but one bucket
}

// NewOriginal is the table that r reads.
func NewOriginal(t Table, r Reader) *Original { return &Original{Table: t, from: r} }

// How many rows are sent where one has changed, and how many digests at most.
const (
	bucketRows  = 128
	bucketsMost = 4096
)

// Compare is how the table that now reads, which was copied from o, differs from it.
// Of large tables only those rows are sent that have the bucket of one that differs.
func (o *Original) Compare(ctx context.Context, now Reader) (*Diff, error) {
	if err := o.divide(ctx); err != nil {
		return nil, err
	}
	which := []int{0}
	if o.buckets > 1 {
		digests, err := now.Digests(ctx, o.buckets)
		if err != nil {
			return nil, err
		}
		if which = unlike(o.digests, digests); len(which) == 0 {
			return New(o.Table), nil
		}
	}
	before, err := o.read(ctx, which)
	if err != nil {
		return nil, err
	}
	after, err := now.Rows(ctx, o.buckets, which)
	return between(o.Table, before, after), err
}

// divide finds out how many buckets there are.
func (o *Original) divide(ctx context.Context) error {
	if o.buckets > 0 {
		return nil
	}
	rows, err := o.from.Count(ctx)
	if err != nil {
		return err
	}
	buckets := 1
	for buckets*bucketRows < rows && buckets < bucketsMost {
		buckets *= 2
	}
	if buckets > 1 {
		if o.digests, err = o.from.Digests(ctx, buckets); err != nil {
			return err
		}
	}
	o.buckets = buckets
	return nil
}

func (o *Original) read(ctx context.Context, which []int) ([][]Value, error) {
	if o.rows != nil {
		return o.rows, nil
	}
	rows, err := o.from.Rows(ctx, o.buckets, which)
	if err == nil && o.buckets == 1 {
		o.rows = rows
	}
	return rows, err
}

// unlike are the buckets whose digests differ, sorted.
func unlike(a, b map[int]string) (which []int) {
	for bucket, digest := range a {
		if b[bucket] != digest {
			which = append(which, bucket)
		}
	}
	for bucket := range b {
		if _, known := a[bucket]; !known {
			which = append(which, bucket)
		}
	}
	slices.Sort(which)
	return which
}

// between is the difference of the rows of a table before and after.
func between(t Table, before, after [][]Value) *Diff {
	d := New(t)
	for _, is := range before {
		d.take(is)
	}
	for _, is := range after {
		d.put(is)
	}
	d.forget(func(is *row) bool { return exact(is.before) == exact(is.after) })
	return d
}

func (d *Diff) forget(which func(*row) bool) {
	d.order = slices.DeleteFunc(d.order, func(at string) bool {
		gone := which(d.rows[at])
		if gone {
			delete(d.rows, at)
		}
		return gone
	})
}

// Since is what tells d from was, where both are how a table differed from the same
// original, was first. A nil was is no difference.
func (d *Diff) Since(was *Diff) *Diff {
	if was == nil {
		was = New(d.table)
	}
	since := New(d.table)
	for _, at := range d.order {
		is := *d.rows[at]
		if earlier := was.rows[at]; earlier != nil {
			is.before = earlier.after
		}
		since.enter(at, &is)
	}
	for _, at := range was.order {
		if earlier := was.rows[at]; since.rows[at] == nil {
			since.enter(at, &row{before: earlier.after, after: earlier.before})
		}
	}
	return since
}

// Rows are those that differ, before and after: nil where they were not there. A nil d
// has none.
func (d *Diff) Rows() iter.Seq2[[]Value, []Value] {
	return func(yield func(before, after []Value) bool) {
		if d == nil {
			return
		}
		for _, at := range d.order {
			if is := d.rows[at]; exact(is.before) != exact(is.after) && !yield(is.before, is.after) {
				return
			}
		}
	}
}

// Empty reports whether nothing differs.
func (d *Diff) Empty() bool {
	for range d.Rows() {
		return false
	}
	return true
}
