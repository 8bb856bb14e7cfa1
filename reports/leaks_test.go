package reports_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func TestManyLeaksOfAKindAreCounted(t *testing.T) {
	var out bytes.Buffer
	r := reports.NewText(&out, reports.TextOptions{Width: 60})
	a := suite.Attempt{Test: "shop.TestBuy", Outcome: suite.Pass}
	for _, name := range []string{"fd 5: a", "fd 6: b", "fd 7: c", "fd 8: d"} {
		a.Leaks = append(a.Leaks, suite.Leak{Kind: suite.LeakFile, What: name})
	}
	a.Leaks = append(a.Leaks, suite.Leak{Kind: suite.LeakEnv, What: "TZ=UTC (was not set)"})
	for _, e := range []suite.Event{suite.Ended{Attempt: a}, suite.RunFinished{}} {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, got, _ := bytes.Cut(out.Bytes(), []byte(" leak "))
	want := `     shop.TestBuy left behind open file: fd 5: a
 leak      shop.TestBuy left behind open file: fd 6: b
 leak      shop.TestBuy left behind open file: 2 more
 leak      shop.TestBuy left behind environment: TZ=UTC (was
           not set)
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestLeaksThatAreAlikeAreToldOnce(t *testing.T) {
	var out bytes.Buffer
	r := reports.NewText(&out, reports.TextOptions{Width: 80})
	pool := suite.Leak{Kind: suite.LeakGoroutine, What: "of a pool"}
	a := suite.Attempt{Test: "shop.TestBuy", Outcome: suite.Pass, Leaks: []suite.Leak{pool, pool, {Kind: suite.LeakGoroutine, What: "of rows"}, pool, pool}}
	for _, e := range []suite.Event{suite.Ended{Attempt: a}, suite.RunFinished{}} {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, got, _ := bytes.Cut(out.Bytes(), []byte(" leak "))
	want := `     shop.TestBuy left behind goroutine: of a pool (4 times)
 leak      shop.TestBuy left behind goroutine: of rows
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatManyTestsLeftBehindIsToldOnce(t *testing.T) {
	var out bytes.Buffer
	r := reports.NewText(&out, reports.TextOptions{Width: 80})
	file := func(what string) suite.Leak { return suite.Leak{Kind: suite.LeakFile, What: what} }
	for _, e := range []suite.Event{
		suite.Ended{Attempt: suite.Attempt{Test: "shop.TestBuy", Outcome: suite.Pass, Leaks: []suite.Leak{file("fd 5: shop.db"), file("fd 6: log")}}},
		suite.Ended{Attempt: suite.Attempt{Test: "shop.TestBuy", Cause: suite.Retry, Outcome: suite.Pass, Leaks: []suite.Leak{file("fd 6: log")}}},
		suite.Ended{Attempt: suite.Attempt{Test: "shop.TestSell", Outcome: suite.Pass, Leaks: []suite.Leak{file("fd 7: shop.db")}}},
		suite.Ended{Attempt: suite.Attempt{Test: "shop.TestLend", Outcome: suite.Pass, Leaks: []suite.Leak{file("fd 5: shop.db"), file("fd 8: shop.db")}}},
		suite.RunFinished{},
	} {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, got, _ := bytes.Cut(out.Bytes(), []byte(" leak "))
	want := `     shop.TestBuy and 2 other tests left behind open file: shop.db
 leak      shop.TestBuy left behind open file: fd 6: log
 leak      shop.TestBuy left behind open file: fd 6: log
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestManyChangesAreCounted(t *testing.T) {
	var out bytes.Buffer
	r := reports.NewText(&out, reports.TextOptions{Width: 60})
	a := suite.Attempt{Test: "shop.TestBuy", Outcome: suite.Pass}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		a.Changes = append(a.Changes, suite.Change{Where: "shop." + name, Old: "0", New: "1"})
	}
	for _, e := range []suite.Event{suite.Ended{Attempt: a}, suite.RunFinished{}} {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, got, _ := bytes.Cut(out.Bytes(), []byte(" changed "))
	want := `  shop.TestBuy left shop.a: 0 -> 1
 changed   shop.TestBuy left shop.b: 0 -> 1
 changed   shop.TestBuy left shop.c: 0 -> 1
 changed   shop.TestBuy left shop.d: 0 -> 1
 changed   shop.TestBuy left shop.e: 0 -> 1
 changed   shop.TestBuy left 2 more changed
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
