package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/reports/health"
)

// defaultReport is written if nothing else was asked for.
const defaultReport = "html:ptr-report.html"

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

// WriteHealth writes s to files, and says which unless one of them is standard output.
func WriteHealth(streams console.Streams, s *health.Suite, files []reports.Spec) error {
	said := reports.ToOutput(files)
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
