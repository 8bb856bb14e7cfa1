package reports

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A format is a way to show a run. Those that can be read while they grow are
// streamed; files of the others appear once they are whole.
type format struct {
	name     string
	streamed bool
	open     func(io.Writer) Reporter
}

// formats are all that a file can be in.
func formats() []format {
	return []format{
		{"github", true, NewGitHub},
		{"json", true, NewJSON},
		{"junit", false, NewJUnit},
		{"markdown", false, NewMarkdown},
		{"test2json", true, NewTest2JSON},
		{"text", true, func(w io.Writer) Reporter { return NewText(w, TextOptions{}) }},
	}
}

// Formats are the names of all formats, sorted.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// A Spec is a report that somebody asked for.
type Spec struct {
	Format string
	File   string // "-" is standard output
}

// ToOutput reports whether one of specs is standard output, so that nothing else goes there.
func ToOutput(specs []Spec) bool {
	return slices.ContainsFunc(specs, func(s Spec) bool { return s.File == "-" })
}

// An UnknownFormatError says that there is no such format.
type UnknownFormatError struct {
	Format string
	Known  []string
}

func (e *UnknownFormatError) Error() string {
	return fmt.Sprintf("unknown report format %q (there are %s)", e.Format, strings.Join(e.Known, ", "))
}

// A SpecError says that something is no FORMAT:FILE.
type SpecError struct {
	Spec    string
	Example string // that may be what was meant
}

func (e *SpecError) Error() string { return fmt.Sprintf("%q: a report is FORMAT:FILE", e.Spec) }

// Parse reads FORMAT:FILE, such as "junit:results.xml", the format being one of known.
// The error is an [*UnknownFormatError] or a [*SpecError].
func Parse(spec string, known []string) (Spec, error) {
	name, file, ok := strings.Cut(spec, ":")
	isFormat, by := slices.Contains(known, name), byEnding(spec)
	switch {
	case isFormat && file != "":
		return Spec{name, file}, nil
	case isFormat:
		return Spec{}, &SpecError{spec, name + ":FILE"}
	case !ok && slices.Contains(known, by):
		return Spec{}, &SpecError{spec, by + ":" + spec}
	}
	return Spec{}, &UnknownFormatError{name, known}
}

// byEnding is the format that a file of that name most likely has.
func byEnding(file string) string {
	ending := strings.TrimPrefix(filepath.Ext(file), ".")
	return cmp.Or(map[string]string{"md": "markdown", "txt": "text", "xml": "junit"}[ending], ending)
}

// Open creates the report, replacing a file that is there. The file's folder
// must exist.
func (s Spec) Open(stdout io.Writer) (Reporter, error) {
	i := slices.IndexFunc(formats(), func(f format) bool { return f.name == s.Format })
	if i < 0 {
		return nil, &UnknownFormatError{s.Format, Formats()}
	}
	f := formats()[i]
	if s.File == "-" {
		return f.open(stdout), nil
	}
	file, err := s.create(f)
	if err != nil {
		return nil, fmt.Errorf("report %s: %w", s.File, err)
	}
	return &fileReporter{f.open(file), file, s.File}, nil
}

func (s Spec) create(f format) (*os.File, error) {
	if f.streamed {
		return os.Create(s.File)
	}
	file, err := os.CreateTemp(filepath.Dir(s.File), ".ptr-"+filepath.Base(s.File)+"-*")
	if err != nil {
		return nil, err
	}
	return file, file.Chmod(0o644)
}

// A fileReporter writes a report into a file of its own, and gives it its name
// when it is whole.
type fileReporter struct {
	Reporter
	file *os.File
	path string
}

func (r *fileReporter) Close() error {
	err := errors.Join(r.Reporter.Close(), r.file.Close())
	if r.file.Name() == r.path {
		return r.named(err)
	}
	if err != nil {
		return r.named(errors.Join(err, os.Remove(r.file.Name())))
	}
	return r.named(os.Rename(r.file.Name(), r.path))
}

func (r *fileReporter) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("report %s: %w", r.path, err)
}
