package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// List prints the tests that Run would run, in their order.
func List(ctx context.Context, streams console.Streams, o invocation.Options) (err error) {
	s, err := Open(streams, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	listing, tests, err := s.List(ctx)
	if err != nil {
		return err
	}
	for _, r := range listing.Results {
		if !r.Outcome.Good() {
			fmt.Fprintf(streams.Err, "ptr: warning: %s: %s\n%s", r.Unit, r.Reason, r.Output)
		}
	}
	if len(o.Reports) > 0 {
		return writeTests(streams, strings.TrimPrefix(o.Reports[0], "json:"), tests)
	}
	for _, t := range tests {
		fmt.Fprintln(streams.Out, t.ID)
	}
	return nil
}

// writeTests writes tests to file, one JSON object a line; "-" is standard
// output.
func writeTests(streams console.Streams, file string, tests []suite.Test) (err error) {
	var w io.Writer = streams.Out
	if file != "-" {
		f, err := os.Create(file)
		if err != nil {
			return console.Usage(err, "name a file that can be written")
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		w = f
	}
	lines := json.NewEncoder(w)
	for _, t := range tests {
		if err := lines.Encode(listed{t.ID, t.Unit, t.Kind, t.Parallel, t.File, t.Line}); err != nil {
			return err
		}
	}
	return nil
}

// listed is a test in the JSON that ptr list writes.
type listed struct {
	ID       suite.ID   `json:"id"`
	Unit     string     `json:"unit"`
	Kind     suite.Kind `json:"kind"`
	Parallel bool       `json:"parallel"`
	File     string     `json:"file,omitempty"`
	Line     int        `json:"line,omitempty"`
}
