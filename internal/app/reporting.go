package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
)

// newReporting opens the reports on a run that specs name, each FORMAT:FILE. Where one
// of them goes to standard output, people get nothing there.
func newReporting(streams console.Streams, specs []string, people func() reports.Reporter) (*reports.Multi, error) {
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
	warn := func(err error) { fmt.Fprintln(streams.Err, "ptr: warning:", err) }
	return reports.NewMulti(warn, all...), nil
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

// reporters are those of this run.
func (s *Session) reporters() (*reports.Multi, error) {
	return newReporting(s.Streams, s.Reports, func() reports.Reporter {
		if s.Streams.Terminal && !s.Quiet && !s.Verbose {
			return reports.NewLive(s.Streams.Out, reports.LiveOptions{Colour: s.Streams.Colour, Size: s.Streams.Size, Now: time.Now})
		}
		return reports.NewText(s.Streams.Out, textOptions(s.Streams, s.Verbose))
	})
}

// Retell opens the reports that show a run again which is over: those that specs name, or
// text.
func Retell(streams console.Streams, specs []string, verbose bool) (*reports.Multi, error) {
	return newReporting(streams, specs, func() reports.Reporter { return reports.NewText(streams.Out, textOptions(streams, verbose)) })
}

// textOptions are how text is shown on streams.
func textOptions(streams console.Streams, verbose bool) reports.TextOptions {
	columns, _ := streams.Size()
	return reports.TextOptions{Verbose: verbose, Colour: streams.Colour, Width: columns}
}
