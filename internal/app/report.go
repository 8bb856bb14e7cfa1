package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/ptr-project/ptr/config/quarantine"
	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/checkup"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
)

// ReportOptions say what a report is on, and where it goes.
type ReportOptions struct {
	Dir     string
	Runs    []string // IDs, or with Compare one side more; none are the latest
	Limit   int      // how many of the latest
	Since   string   // a run, a revision, a date or a duration; "" is no limit
	Compare string   // a run or a revision; "" compares nothing
	Reports []string // FORMAT:FILE
}

// defaultReport is written if nothing else was asked for.
const defaultReport = "html:ptr-report.html"

// WriteReport writes reports on the suite in a folder, over many runs of its history.
func WriteReport(ctx context.Context, streams console.Streams, o ReportOptions) (err error) {
	files, err := HealthFiles(o.Reports)
	if err != nil {
		return err
	}
	c, err := configure(Options{Dir: o.Dir})
	if err != nil {
		return err
	}
	list, err := loadQuarantine(c.Dir)
	if err != nil {
		return err
	}
	db, err := openHistory(c.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	chosen, err := chooseRuns(ctx, db, c.Name, o)
	if err != nil {
		return err
	}
	s, err := checkup.Of(ctx, db, chosen.suite, chosen.runs, checkup.Owners(o.Dir), checkup.Causes)
	if err != nil {
		return HistoryError(err)
	}
	excuse(s, list, time.Now())
	s.Compared, s.Warnings = chosen.compared, append(chosen.warnings, warningsOf(s)...)
	return tellHealth(streams, s, files)
}

// excuse enters which tests are in quarantine.
func excuse(s *health.Suite, list quarantine.List, now time.Time) {
	for _, e := range list {
		for i, t := range s.Tests {
			if t.ID == e.Test && e.Holds(now) {
				s.Tests[i].Excused = fmt.Sprintf("until %s: %s", e.Until.Format(dayForm), e.Reason)
			}
		}
	}
}

// HealthFiles are the files that reports go to, by what was asked for.
func HealthFiles(specs []string) ([]reports.Spec, error) {
	if len(specs) == 0 {
		specs = []string{defaultReport}
	}
	var files []reports.Spec
	for _, text := range specs {
		spec, err := reports.Parse(text, HealthFormats())
		if err != nil {
			return nil, unreported(err)
		}
		if info, err := os.Stat(filepath.Dir(spec.File)); err != nil || !info.IsDir() {
			return nil, console.Usage(fmt.Errorf("report %s: there is no folder %s", spec.File, filepath.Dir(spec.File)), "name a file in a folder that exists and can be written")
		}
		files = append(files, spec)
	}
	return files, nil
}

// tellHealth writes s to files, and tells what it comes to unless one of them is standard
// output.
func tellHealth(streams console.Streams, s *health.Suite, files []reports.Spec) error {
	if !toOutput(files) {
		if err := health.WriteText(streams.Out, s); err != nil {
			return err
		}
		fmt.Fprintln(streams.Out)
	}
	return WriteHealth(streams, s, files)
}

func toOutput(files []reports.Spec) bool {
	return slices.ContainsFunc(files, func(f reports.Spec) bool { return f.File == "-" })
}

// WriteHealth writes s to files, and says which unless one of them is standard output.
func WriteHealth(streams console.Streams, s *health.Suite, files []reports.Spec) error {
	said := toOutput(files)
	for _, f := range files {
		write := func(w io.Writer) error { return healthFormats()[f.Format](w, s) }
		if f.File == "-" {
			if err := write(streams.Out); err != nil {
				return console.Failure(fmt.Errorf("writing the report as %s: %w", f.Format, err), "")
			}
			continue
		}
		n, err := writeWhole(f.File, write)
		if err != nil {
			return console.Usage(fmt.Errorf("report %s: %w", f.File, err), "name a file in a folder that exists and can be written")
		}
		if !said {
			fmt.Fprintf(streams.Out, "report: %s (%s)\n", reports.Quote(f.File), console.Size(n))
		}
	}
	return nil
}

// writeWhole writes a file that is there once it is whole, and returns its size.
func writeWhole(file string, write func(io.Writer) error) (int64, error) {
	temporary, err := os.CreateTemp(filepath.Dir(file), ".ptr-"+filepath.Base(file)+"-*")
	if err != nil {
		return 0, err
	}
	err = errors.Join(temporary.Chmod(0o644), write(temporary))
	n, seeking := temporary.Seek(0, io.SeekCurrent)
	if err = errors.Join(err, seeking, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(temporary.Name()))
	}
	return n, err
}

// warningsOf are what runs do not tell.
func warningsOf(s *health.Suite) []string {
	var warnings []string
	cut, parts, gone, most := 0, 0, 0, 0
	for _, r := range s.Runs {
		most = max(most, r.Counts.Tests())
	}
	for _, r := range s.Runs {
		if !r.Whole() {
			cut++
		}
		if r.Counts.Tests() < most*9/10 {
			parts++
		}
	}
	for _, t := range s.Tests {
		if n := len(t.Results); n > 0 && t.Results[n-1].Verdict == "" && !t.Whole {
			gone++
		}
	}
	if cut > 0 {
		warnings = append(warnings, fmt.Sprintf("%s cut short: of tests that had not ended nothing is known.", were(cut, "run")))
	}
	if parts > 0 {
		warnings = append(warnings, fmt.Sprintf("%s of a part of the suite only: rates are over the runs that have a test.", were(parts, "run")))
	}
	if gone > 0 && len(s.Runs) > 1 {
		warnings = append(warnings, fmt.Sprintf("%s not in the latest run: left out, removed or renamed.", are(gone, "test")))
	}
	return warnings
}

func were(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " was"
	}
	return reports.Plural(n, noun) + " were"
}

func are(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return reports.Plural(n, noun) + " are"
}

// historySuites are the suites that a history has runs of, the latest first.
func historySuites(runs []history.Run) []string {
	var names []string
	for _, r := range runs {
		if !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}
