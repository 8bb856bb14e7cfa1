package app

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func TestLiveLineFitsAndLeavesNothing(t *testing.T) {
	var out bytes.Buffer
	l := &liveLine{out: &out, columns: func() int { return 10 }}
	l.show(func(time.Duration) string { return "ünbearably long" })
	l.hide()
	l.hide()
	if want := "\rünbearabl\x1b[K\r\x1b[K"; out.String() != want {
		t.Errorf("it drew %q, want %q", out.String(), want)
	}
}

func TestNoTerminalHasNoLiveLine(t *testing.T) {
	l := Streams{Out: io.Discard}.liveLine()
	defer l.during("nothing")()
	if l != nil {
		t.Error("a file has a live line")
	}
}

func TestAsidesGoBelowWhereThereIsNoRoom(t *testing.T) {
	var out strings.Builder
	s := &searchScreen{out: &out, width: 30}
	s.row("   again   ptr run A", 11, "fails 1 of 2")
	s.row("   again   ptr run --test A", 11, "fails 1 of 2")
	if want := "   again   ptr run A\n           fails 1 of 2\n   again   ptr run --test A\n           fails 1 of 2\n"; out.String() != want {
		t.Errorf("it shows\n%s", out.String())
	}
	out.Reset()
	s.width = 35
	s.row("   again   ptr run A", 11, "fails 1 of 2")
	if want := "   again   ptr run A   fails 1 of 2\n"; out.String() != want {
		t.Errorf("it shows\n%s", out.String())
	}
}
