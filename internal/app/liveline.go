package app

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A liveLine is one line of a terminal that tells what goes on. It is redrawn in place. The nil line is that of an output which can't be redrawn: it shows nothing.
type liveLine struct {
	out     io.Writer
	columns func() int
	stop    chan struct{} // nil if nothing is shown
	drawer  sync.WaitGroup
}

// liveLine is that of the terminal, if there is one.
func (s Streams) liveLine() *liveLine {
	if !s.Terminal {
		return nil
	}
	return &liveLine{out: s.Out, columns: func() int { columns, _ := s.Size(); return columns }}
}

// show shows a text from now on, in place of any other. What else is printed must wait
// until hide.
func (l *liveLine) show(text func(since time.Duration) string) {
	if l == nil {
		return
	}
	l.hide()
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

// hide leaves an empty line, and the cursor at its beginning.
func (l *liveLine) hide() {
	if l == nil || l.stop == nil {
		return
	}
	close(l.stop)
	l.stop = nil
	l.drawer.Wait()
	fmt.Fprint(l.out, "\r\x1b[K")
}

// during shows what is being done until the function that it returns is called.
func (l *liveLine) during(what string) (end func()) {
	l.show(func(since time.Duration) string { return " " + what + "  " + clock(since) })
	return l.hide
}

// clock is a duration as minutes and seconds, as clocks show it.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
