package reports_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

var update = flag.Bool("update", false, "write what is shown into testdata/*.golden")

// show feeds a whole run to a reporter and returns what it wrote.
func show(t testing.TB, open func(io.Writer) reports.Reporter, events []suite.Event) []byte {
	t.Helper()
	var out bytes.Buffer
	r := open(&out)
	for _, e := range events {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func text(o reports.TextOptions) func(io.Writer) reports.Reporter {
	return func(w io.Writer) reports.Reporter { return reports.NewText(w, o) }
}

func TestEachFormatOfEachRun(t *testing.T) {
	formats := map[string]func(io.Writer) reports.Reporter{
		"text":      text(reports.TextOptions{}),
		"verbose":   text(reports.TextOptions{Verbose: true, Colour: true}),
		"narrow":    text(reports.TextOptions{Width: 40}),
		"json":      reports.NewJSON,
		"test2json": reports.NewTest2JSON,
		"junit":     reports.NewJUnit,
		"github":    reports.NewGitHub,
		"markdown":  reports.NewMarkdown,
	}
	runs := map[string][]suite.Event{
		"everything": everything(), "all-well": allWell(), "nothing": nothing(), "cut-short": cutShort(), "perturbed": perturbed(),
	}
	for format, open := range formats {
		for run, events := range runs {
			t.Run(format+"/"+run, func(t *testing.T) { golden(t, run+"."+format, show(t, open, events)) })
		}
	}
}

// golden compares got with what is in a file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got); go test ./reports -update accepts it:\n%s", path, diff)
	}
}
