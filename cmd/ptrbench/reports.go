package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ptr-project/ptr/internal/console"
)

// reportFlags add --report, and --json that is short for one of its formats.
func reportFlags[F any](c *cobra.Command, specs *[]string, formats map[string]F) {
	c.Flags().StringArrayVar(specs, "report", nil, "write the result as `FORMAT:FILE`, FORMAT being one of "+formatNames(formats))
	c.Flags().Func("json", "short for --report json:FILE, - being standard output: `FILE`", func(file string) error {
		*specs = append(*specs, "json:"+file)
		return nil
	})
}

func formatNames[F any](formats map[string]F) string {
	return strings.Join(slices.Sorted(maps.Keys(formats)), ", ")
}

// reportFiles are the results R that were asked for, opened before anything is
// measured.
type reportFiles[R any] struct {
	write  func(R) error
	stdout bool // one of them is
}

func openReports[R any, F ~func(io.Writer, R) error](stdout io.Writer, specs []string, formats map[string]F) (reportFiles[R], error) {
	var writes []func(R) error
	r := reportFiles[R]{}
	for _, spec := range specs {
		name, file, _ := strings.Cut(spec, ":")
		format, known := formats[name]
		if !known || file == "" {
			return r, console.Usage(fmt.Errorf("--report %s: no such format", spec), "write FORMAT:FILE, FORMAT being one of "+formatNames(formats))
		}
		if file == "-" {
			r.stdout = true
			writes = append(writes, func(result R) error { return format(stdout, result) })
			continue
		}
		f, err := os.Create(file)
		if err != nil {
			return r, console.Usage(err, "name a file that can be written")
		}
		writes = append(writes, func(result R) error { return errors.Join(format(f, result), f.Close()) })
	}
	r.write = func(result R) error {
		var errs []error
		for _, write := range writes {
			errs = append(errs, write(result))
		}
		return errors.Join(errs...)
	}
	return r, nil
}
