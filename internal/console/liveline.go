package console

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A LiveLine is one line of a terminal that tells what goes on. It is redrawn in place. The nil line is that of an output which can't be redrawn: it shows nothing.
type LiveLine struct {
	out     io.Writer
	columns func() int
	stop    chan struct{} // nil if nothing is shown
	drawer  sync.WaitGroup
}

// LiveLine is that of the terminal, if there is one.
func (s Streams) LiveLine() *LiveLine {
	if !s.Terminal {
		return nil
	}
	return &LiveLine{out: s.Out, columns: func() int { columns, _ := s.Size(); return columns }}
}

// Show shows a text from now on, in place of any other. What else is printed must wait
// until hide.
func (l *LiveLine) Show(text func(since time.Duration) string) {
	if l == nil {
		return
	}
	l.Hide()
	begin, stop := time.Now(), make(chan struct{})
	l.stop = stop
	l.drawer.Go(func() {
		ticker := time.NewTicker(100 * time.Millisecond)
		defer ticker.Stop()
		for shown := ""; ; {
			if line := text(time.Since(begin)); line != shown {
				runes := []rune(line)
				fmt.Fprintf(l.out, "\r%s\x1b[K", string(runes[:min(len(runes), l.columns()-1)]))
				shown = line
			}
			select {
			case <-ticker.C:
			case <-stop:
				return
			}
		}
	})
}

// Hide leaves an empty line, and the cursor at its beginning.
func (l *LiveLine) Hide() {
	if l == nil || l.stop == nil {
		return
	}
	close(l.stop)
	l.stop = nil
	l.drawer.Wait()
	fmt.Fprint(l.out, "\r\x1b[K")
}

// During shows what is being done until the function that it returns is called.
func (l *LiveLine) During(what string) (end func()) {
	l.Show(func(since time.Duration) string { return " " + what + "  " + Clock(since) })
	return l.Hide
}
