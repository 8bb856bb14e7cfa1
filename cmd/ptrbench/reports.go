package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/app"
)

// formats are the ways to write what was measured, by name.
type formats[T any] map[string]func(io.Writer, T) error

func (f formats[T]) names() string { return strings.Join(slices.Sorted(maps.Keys(f)), ", ") }

// reportFiles are the results that were asked for, opened before anything is
// measured.
type reportFiles[T any] struct {
	write  func(T) error
	stdout bool // one of them is
}

// open opens those that specs, such as json:FILE, ask for.
func (f formats[T]) open(stdout io.Writer, specs []string) (reportFiles[T], error) {
	var writes []func(T) error
	r := reportFiles[T]{}
	for _, spec := range specs {
		name, file, _ := strings.Cut(spec, ":")
		format, known := f[name]
		if !known || file == "" {
			return r, app.Usage(fmt.Errorf("--report %s: no such format", spec), "write FORMAT:FILE, FORMAT being one of "+f.names())
		}
		if file == "-" {
			r.stdout = true
			writes = append(writes, func(result T) error { return format(stdout, result) })
			continue
		}
		f, err := os.Create(file)
		if err != nil {
			return r, app.Usage(err, "name a file that can be written")
		}
		writes = append(writes, func(result T) error { return errors.Join(format(f, result), f.Close()) })
	}
	r.write = func(result T) error {
		var errs []error
		for _, write := range writes {
			errs = append(errs, write(result))
		}
		return errors.Join(errs...)
	}
	return r, nil
}
