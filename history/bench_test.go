package history_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// million is how many tests the largest suites have that ptr is made for.
const million = 1_000_000

// queued is how many events are waiting when a fast suite is recorded.
const queued = 512

// BenchmarkMillion is a whole run of a million tests that do nothing, the second
// time, when history knows their names.
func BenchmarkMillion(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "history.db"))
	tests := someTests(million)
	b.ReportAllocs()
	for b.Loop() {
		rec, err := db.Begin(b.Context(), ourRun(b), tests, nil)
		if err != nil {
			b.Fatal(err)
		}
		batch := make([]suite.Event, 0, queued)
		for i, t := range tests {
			batch = append(batch, suite.Began{Test: t.ID, Worker: 1, Process: 1, Time: time.Unix(0, int64(i+1))}, passed(t, i))
			if len(batch) == queued || i == million-1 {
				if err := rec.Record(b.Context(), batch); err != nil {
					b.Fatal(err)
				}
				batch = batch[:0]
			}
		}
		if err := rec.Record(b.Context(), []suite.Event{suite.RunFinished{}}); err != nil {
			b.Fatal(err)
		}
		if err := rec.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/test")
}

// BenchmarkRecord is what one test costs when events come two at a time.
func BenchmarkRecord(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "history.db"))
	tests := someTests(1000)
	rec, err := db.Begin(b.Context(), ourRun(b), tests, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer rec.Close()
	for i := 0; b.Loop(); i++ {
		test := tests[i%len(tests)]
		err := rec.Record(b.Context(), []suite.Event{suite.Began{Test: test.ID, Worker: 1, Process: 1}, passed(test, i)})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEstimates reads what is known of a million tests.
func BenchmarkEstimates(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "history.db"))
	tests := someTests(million)
	var all []suite.Event
	for i, t := range tests {
		all = append(all, passed(t, i))
	}
	record(b, b, db, ourRun(b), tests, all, []suite.Event{suite.RunFinished{}})
	for b.Loop() {
		if got, err := db.Estimates(b.Context(), "shop"); err != nil || len(got) != million {
			b.Fatalf("%d estimates, %v", len(got), err)
		}
	}
}

func passed(t suite.Test, i int) suite.Ended {
	return suite.Ended{Attempt: suite.Attempt{
		Test: t.ID, Unit: t.Unit, Cause: suite.Planned, Number: 1, Worker: 1, Process: 1, Position: i,
		Outcome: suite.Pass, Start: time.Unix(0, int64(i+1)), Duration: time.Microsecond,
	}}
}
