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

	"github.com/ptr-project/ptr/framework/python"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/figures/outcomes"
)

// An outcomesResult is what ptrbench outcomes --json writes.
type outcomesResult struct {
	Own         string                `json:"own"`         // the suite's own way of running
	Outcomes    int                   `json:"outcomes"`    // of that
	Differences []outcomes.Difference `json:"differences"` // nobody knows why
	Known       []outcomes.Difference `json:"known"`       // somebody does
	ByOutcome   map[string]int        `json:"by_outcome"`  // how many of the suite's own run ended so
}

func newResult(own string, baseline, ptr outcomes.Outcomes, known []outcomes.Known) outcomesResult {
	r := outcomesResult{Own: own, Outcomes: len(baseline), ByOutcome: map[string]int{}}
	for _, result := range baseline {
		r.ByOutcome[result.Outcome]++
	}
	r.Known, r.Differences = outcomes.Explain(outcomes.Compare(baseline, ptr), known)
	return r
}

func (r outcomesResult) show(w io.Writer) {
	showDifferences(w, r.Own, r.Differences)
	if len(r.Known) > 0 {
		fmt.Fprintln(w, " known:")
		showDifferences(w, r.Own, r.Known)
		fmt.Fprintf(w, "%d outcomes, %d differ, and %d are known to\n", r.Outcomes, len(r.Differences), len(r.Known))
		return
	}
	fmt.Fprintf(w, "%d outcomes, %d differ\n", r.Outcomes, len(r.Differences))
}

// interpreter is the Python that ptr would take for the suite in dir.
func (o outcomesOptions) interpreter(c *cobra.Command, face python.Face, dir string) (string, error) {
	temp, err := os.MkdirTemp("", "ptrbench-python-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	f, err := python.New(python.Options{Face: face, Dir: dir, Python: o.python, Env: os.Environ(), Cache: temp, Kept: temp, Temp: temp})
	if err != nil {
		return "", app.Usage(err, "name one by --python")
	}
	path, version := f.Interpreter()
	fmt.Fprintf(c.ErrOrStderr(), "ptrbench: %s (%s)\n", path, version)
	return path, nil
}

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
