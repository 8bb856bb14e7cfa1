package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// reporting shows a run: on the terminal, and in the formats asked for.
type reporting struct {
	streams console.Streams
	reports *reports.Multi
}

// newReporting opens the reports that specs name, each FORMAT:FILE. Where one
// of them goes to standard output, people get nothing there.
func newReporting(streams console.Streams, specs []string, people func() reports.Reporter) (*reporting, error) {
	r := &reporting{streams: streams}
	var all []reports.Reporter
	taken := false
	for _, text := range specs {
		spec, err := reports.Parse(text, reports.Formats())
		if err != nil {
			return nil, unreported(err)
		}
		one, err := spec.Open(streams.Out)
		if err != nil {
			return nil, console.Usage(err, "name a file in a folder that exists and can be written")
		}
		taken = taken || spec.File == "-"
		all = append(all, one)
	}
	if !taken {
		all = append(all, people())
	}
	r.reports = reports.NewMulti(r.warn, all...)
	return r, nil
}

func unreported(err error) error {
	var unknown *reports.UnknownFormatError
	if errors.As(err, &unknown) {
		return console.Usage(fmt.Errorf("unknown report format %q", unknown.Format), "use one of "+strings.Join(unknown.Known, ", "))
	}
	var spec *reports.SpecError
	if errors.As(err, &spec) {
		return console.Usage(err, "such as --report "+spec.Example)
	}
	return err
}

func (r *reporting) warn(err error) { fmt.Fprintln(r.streams.Err, "ptr: warning:", err) }

func (r *reporting) show(e suite.Event) { r.reports.Event(e) }

func (r *reporting) close() error { return r.reports.Close() }

// reporters are those of this run.
func (s *Session) reporters() (*reporting, error) {
	return newReporting(s.Streams, s.Reports, func() reports.Reporter {
		if s.Streams.Terminal && !s.Quiet && !s.Verbose {
			return reports.NewLive(s.Streams.Out, reports.LiveOptions{Colour: s.Streams.Colour, Size: s.Streams.Size, Now: time.Now})
		}
		return reports.NewText(s.Streams.Out, textOptions(s.Streams, s.Verbose))
	})
}

// textOptions are how text is shown on streams.
func textOptions(streams console.Streams, verbose bool) reports.TextOptions {
	columns, _ := streams.Size()
	return reports.TextOptions{Verbose: verbose, Colour: streams.Colour, Width: columns}
}
