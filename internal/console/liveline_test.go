package console

import (
	"bytes"
	"io"
	"testing"
	"time"
)

func TestLiveLineFitsAndLeavesNothing(t *testing.T) {
	var out bytes.Buffer
	l := &LiveLine{out: &out, columns: func() int { return 10 }}
	l.Show(func(time.Duration) string { return "ünbearably long" })
	l.Hide()
	l.Hide()
	if want := "\rünbearabl\x1b[K\r\x1b[K"; out.String() != want {
		t.Errorf("it drew %q, want %q", out.String(), want)
	}
}

func TestNoTerminalHasNoLiveLine(t *testing.T) {
	l := Streams{Out: io.Discard}.LiveLine()
	defer l.During("nothing")()
	if l != nil {
		t.Error("a file has a live line")
	}
}
