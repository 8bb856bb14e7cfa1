package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/internal/app"
)

func formatNames() []string { return slices.Sorted(maps.Keys(cloning.Formats())) }

// reportFiles are the results that were asked for, opened before anything is
// measured.
type reportFiles struct {
	write  func(cloning.Result) error
	stdout bool // one of them is
}

func openReports(stdout io.Writer, specs []string) (reportFiles, error) {
	var writes []func(cloning.Result) error
	r := reportFiles{}
	for _, spec := range specs {
		name, file, _ := strings.Cut(spec, ":")
		format, known := cloning.Formats()[name]
		if !known || file == "" {
			return r, app.Usage(fmt.Errorf("--report %s: no such format", spec), "write FORMAT:FILE, FORMAT being one of "+strings.Join(formatNames(), ", "))
		}
		if file == "-" {
			r.stdout = true
			writes = append(writes, func(result cloning.Result) error { return format(stdout, result) })
			continue
		}
		f, err := os.Create(file)
		if err != nil {
			return r, app.Usage(err, "name a file that can be written")
		}
		writes = append(writes, func(result cloning.Result) error { return errors.Join(format(f, result), f.Close()) })
	}
	r.write = func(result cloning.Result) error {
		var errs []error
		for _, write := range writes {
			errs = append(errs, write(result))
		}
		return errors.Join(errs...)
	}
	return r, nil
}
