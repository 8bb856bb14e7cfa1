package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// follow says on a terminal how many lines there are in a file that grows.
func follow(c *cobra.Command) func(name, file string) func() {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	return func(name, file string) func() {
		ctx, stop := context.WithCancel(c.Context())
		var following sync.WaitGroup
		following.Go(func() { followFile(ctx, c.ErrOrStderr(), name, file) })
		return func() {
			stop()
			following.Wait()
			fmt.Fprint(c.ErrOrStderr(), "\r\x1b[K")
		}
	}
}

func followFile(ctx context.Context, w io.Writer, name, file string) {
	var f *os.File
	lines, begin := 0, time.Now()
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			if f != nil {
				f.Close()
			}
			return
		case <-ticks.C:
		}
		if f == nil {
			f, _ = os.Open(file) // it may not be there yet
		}
		if f != nil {
			lines += linesOf(f)
		}
		fmt.Fprintf(w, "\r %s: %d results, %s ", name, lines, time.Since(begin).Round(time.Second))
	}
}

// linesOf counts the lines from where r is up to its end.
func linesOf(r io.Reader) (n int) {
	for part := make([]byte, 64<<10); ; {
		read, err := r.Read(part)
		n += bytes.Count(part[:read], []byte("\n"))
		if err != nil {
			return n
		}
	}
}
