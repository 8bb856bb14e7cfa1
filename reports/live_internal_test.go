package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/suite"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// liveAt is a live view of a terminal with so many columns and rows, d after
// the run's start.
func liveAt(out *bytes.Buffer, columns, rows int, d time.Duration) *live {
	return newLive(out, LiveOptions{
		Size: func() (int, int) { return columns, rows },
		Now:  func() time.Time { return noon.Add(d) },
	})
}

// underway is a run in the middle.
func underway() []suite.Event {
	start := suite.RunStarted{Run: "3f2", Name: "shop", Framework: "go", Time: noon, Seed: 7281, Workers: 2, Estimate: 14 * time.Second}
	for i := range 431 {
		start.Tests = append(start.Tests, suite.Test{ID: suite.ID(fmt.Sprintf("example.com/shop/orders.Test%d", i))})
	}
	start.Tests[0].ID = "example.com/shop/stock.TestReserveConcurrently"
	start.Tests[1].ID = "example.com/shop/orders.TestRefund"
	all := []suite.Event{start}
	for i := range 212 {
		a := suite.Attempt{Test: start.Tests[i+5].ID, Cause: suite.Planned, Worker: 1, Outcome: suite.Pass}
		if i > 208 {
			a.Outcome = suite.Skip
		}
		all = append(all, suite.Ended{Attempt: a})
	}
	return append(all,
		suite.Began{Test: start.Tests[0].ID, Worker: 2, Process: 1, Time: noon.Add(900 * time.Millisecond), Usual: 400 * time.Millisecond},
		suite.Began{Test: start.Tests[1].ID, Worker: 1, Process: 3, Time: noon.Add(6700 * time.Millisecond), Usual: 400 * time.Millisecond},
		suite.Began{Test: start.Tests[2].ID, Worker: 1, Process: 3, Time: noon.Add(6800 * time.Millisecond)},
	)
}

func feed(t *testing.T, l *live, events []suite.Event) {
	t.Helper()
	for _, e := range events {
		if err := l.Event(e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPicture(t *testing.T) {
	tests := map[string]struct {
		columns, rows int
		want          []string
	}{
		"as usual": {80, 24, []string{
			" shop  212 of 431  ok 209  skipped 3  0:07 of about 0:14  2 workers",
			" w1  orders.TestRefund                    0.3 s  +1",
			" w2  stock.TestReserveConcurrently        6.1 s  slow: usually 0.4 s",
		}},
		"narrow": {40, 24, []string{
			" shop  212 of 431  ok 209  0:07",
			" w1  orders.TestRefund        0.3 s  +1",
			" w2  …ReserveConcurrently   6.1 s  slow",
		}},
		"low": {80, 4, []string{
			" shop  212 of 431  ok 209  skipped 3  0:07 of about 0:14  2 workers",
			" … 2 more workers",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := liveAt(&bytes.Buffer{}, tt.columns, tt.rows, 7*time.Second)
			feed(t, l, underway())
			if diff := cmp.Diff(tt.want, l.picture(tt.columns, tt.rows)); diff != "" {
				t.Errorf("picture (-want +got):\n%s", diff)
			}
		})
	}
}

// However small the terminal, no line is wrapped and nothing scrolls.
func TestAPictureFitsItsTerminal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		columns, rows := rapid.IntRange(24, 200).Draw(rt, "columns"), rapid.IntRange(3, 60).Draw(rt, "rows")
		l := liveAt(&bytes.Buffer{}, columns, rows, time.Hour)
		events := underway()
		for worker := range rapid.IntRange(0, 70).Draw(rt, "workers") {
			id := suite.ID(rapid.StringMatching("[a-z]{1,90}|[日本語テスト]{1,50}").Draw(rt, "name"))
			events = append(events, suite.Began{Test: id, Worker: worker + 3, Process: 1, Time: noon, Usual: time.Second})
		}
		feed(t, l, events)
		picture := l.picture(columns, rows)
		if len(picture) >= rows {
			rt.Errorf("%d lines on %d rows", len(picture), rows)
		}
		for _, line := range picture {
			if n := shownWidth(line); n >= columns {
				rt.Errorf("%q takes %d of %d columns", line, n, columns)
			}
		}
	})
}

func shownWidth(s string) int { return columns(unpainted(s)) }

// A screen shows what a terminal would, as far as the live view goes.
func screen(out string) []string {
	lines, at := []string{""}, 0
	for out != "" {
		switch {
		case strings.HasPrefix(out, "\x1b[A"):
			at, out = at-1, out[3:]
		case strings.HasPrefix(out, "\r\x1b[J"):
			lines, out = append(lines[:at:at], ""), out[4:]
		case out[0] == '\n':
			at, out = at+1, out[1:]
			if at == len(lines) {
				lines = append(lines, "")
			}
		default:
			lines[at], out = lines[at]+out[:1], out[1:]
		}
	}
	return lines
}

func TestALiveViewLeavesNoPictureBehind(t *testing.T) {
	var out bytes.Buffer
	l := liveAt(&out, 80, 24, 7*time.Second)
	failed := suite.Ended{Attempt: suite.Attempt{
		Test: "example.com/shop/orders.TestRefund", Cause: suite.Planned, Worker: 1, Process: 3, Number: 1,
		Outcome: suite.Fail, Duration: 20 * time.Millisecond, Failure: "a_test.go:1: no",
	}}
	feed(t, l, underway())
	l.redraw()
	l.redraw()
	feed(t, l, []suite.Event{failed})
	l.redraw()
	feed(t, l, []suite.Event{suite.RunFinished{Duration: 8 * time.Second, Summary: suite.Summary{Passed: 430, Failed: 1}}})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	block := []string{
		"FAIL  orders.TestRefund                                    w1  0.02 s  seed 7281",
		"      a_test.go:1: no",
		"      again:   ptr replay 3f2 --worker 1 --until orders.TestRefund",
	}
	want := append(append(append([]string{}, block...), ""), block...)
	want = append(want, "", " 430 passed  1 failed       8.0 s   2 workers   run 3f2", "")
	if diff := cmp.Diff(want, screen(out.String())); diff != "" {
		t.Errorf("screen (-want +got):\n%s", diff)
	}
}

func TestALiveViewStopsDrawing(t *testing.T) {
	var out bytes.Buffer
	l := NewLive(&out, LiveOptions{Size: func() (int, int) { return 80, 24 }, Now: time.Now})
	if err := l.Event(suite.RunStarted{Name: "shop", Time: time.Now(), Workers: 1}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "cut short") {
		t.Errorf("shown %q, want the end", out.String())
	}
}
