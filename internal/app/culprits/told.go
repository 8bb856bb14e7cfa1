package culprits

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports/page"
)

// told is all that ptrbisect has to say.
type told struct {
	title    string
	facts    []page.Fact
	accounts []account
	data     any // for programs
}

// formats are all that an answer can be written in.
func formats() map[string]func(io.Writer, told) error {
	return map[string]func(io.Writer, told) error{
		"json": func(w io.Writer, t told) error {
			text, err := console.Indented(t.data)
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		},
		"markdown": writeMarkdown,
		"html":     writePage,
	}
}

// Formats are their names, sorted.
func Formats() []string { return slices.Sorted(maps.Keys(formats())) }

// A teller writes what was found to the files that were asked for, which are made before
// anything runs.
type teller struct {
	writes []func(told) error
	stdout bool // one of them is standard output
}

func newTeller(streams console.Streams, specs []string) (teller, error) {
	var t teller
	for _, spec := range specs {
		name, file, _ := strings.Cut(spec, ":")
		format, known := formats()[name]
		if !known || file == "" {
			return t, console.Usage(fmt.Errorf("--report %s: no such format", spec), "write FORMAT:FILE, FORMAT being one of "+strings.Join(Formats(), ", "))
		}
		if file == "-" {
			t.stdout = true
			t.writes = append(t.writes, func(all told) error { return format(streams.Out, all) })
			continue
		}
		f, err := os.Create(file)
		if err != nil {
			return t, console.Usage(err, "name a file that can be written")
		}
		t.writes = append(t.writes, func(all told) error { return errors.Join(format(f, all), f.Close()) })
	}
	return t, nil
}

func (t teller) tell(all told) error {
	var errs []error
	for _, write := range t.writes {
		errs = append(errs, write(all))
	}
	return errors.Join(errs...)
}

// searchFacts say how a search was made.
func (s seeker) searchFacts(p *app.Prober) []page.Fact {
	return []page.Fact{
		{Name: "suite", Text: s.Name},
		{Name: "workers", Text: fmt.Sprint(p.Workers)},
		{Name: "seed", Text: fmt.Sprint(s.Config.Seed)},
		{Name: "on", Text: time.Now().Format("2006-01-02 15:04")},
	}
}
