package reports_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func TestParse(t *testing.T) {
	good := map[string]reports.Spec{
		"junit:results.xml": {Format: "junit", File: "results.xml"},
		"json:-":            {Format: "json", File: "-"},
		`text:C:\out.txt`:   {Format: "text", File: `C:\out.txt`},
	}
	for spec, want := range good {
		if got, err := reports.Parse(spec, reports.Formats()); err != nil || got != want {
			t.Errorf("Parse(%q) = %+v, %v, want %+v", spec, got, err, want)
		}
	}
	bad := map[string]string{
		"html:x": `unknown report format "html" (there are github, json, junit, markdown, test2json, text)`,
		"":       `unknown report format "" (there are github, json, junit, markdown, test2json, text)`,
		"junit":  `"junit": a report is FORMAT:FILE`,
		"junit:": `"junit:": a report is FORMAT:FILE`,
		"x.xml":  `"x.xml": a report is FORMAT:FILE`,
		"x.html": `unknown report format "x.html" (there are github, json, junit, markdown, test2json, text)`,
	}
	for spec, want := range bad {
		if _, err := reports.Parse(spec, reports.Formats()); err == nil || err.Error() != want {
			t.Errorf("Parse(%q): %v, want %s", spec, err, want)
		}
	}
}

func TestReportFilesAppearWhole(t *testing.T) {
	for _, format := range reports.Formats() {
		t.Run(format, func(t *testing.T) {
			dir := t.TempDir()
			spec := reports.Spec{Format: format, File: filepath.Join(dir, "report")}
			toFile := show(t, func(io.Writer) reports.Reporter { return openSpec(t, spec, nil) }, everything())
			toStdout := show(t, func(w io.Writer) reports.Reporter {
				return openSpec(t, reports.Spec{Format: format, File: "-"}, w)
			}, everything())
			got, err := os.ReadFile(spec.File)
			if diff := cmp.Diff(string(toStdout), string(got)); diff != "" || err != nil || len(toFile) > 0 {
				t.Errorf("%v (-to standard output +in the file):\n%s", err, diff)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 1 {
				t.Errorf("the folder has %v, want the report only", entries)
			}
		})
	}
}

func openSpec(t *testing.T, s reports.Spec, stdout io.Writer) reports.Reporter {
	t.Helper()
	r, err := s.Open(stdout)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOpenNamesTheFileThatItCannotCreate(t *testing.T) {
	for _, format := range []string{"json", "junit"} {
		file := filepath.Join(t.TempDir(), "missing", "report")
		_, err := reports.Spec{Format: format, File: file}.Open(nil)
		if !errors.Is(err, os.ErrNotExist) || err.Error()[:len("report "+file+": ")] != "report "+file+": " {
			t.Errorf("Open(%s) = %v", format, err)
		}
	}
}

// A shell reads back what was quoted.
func TestQuote(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.StringMatching("[^\x00]{0,12}").Draw(rt, "word")
		got, err := exec.Command("sh", "-c", "printf %s "+reports.Quote(want)).Output()
		if err != nil || string(got) != want {
			rt.Fatalf("sh reads Quote(%q) = %s as %q, %v", want, reports.Quote(want), got, err)
		}
	})
}

// failing is a reporter that fails at its second event.
type failing struct{ events, closed int }

var errFull = errors.New("disk full")

func (f *failing) Event(suite.Event) error {
	f.events++
	if f.events == 2 {
		return errFull
	}
	return nil
}

func (f *failing) Close() error { f.closed++; return errFull }

func TestAReporterThatFailsDoesNotStopTheOthers(t *testing.T) {
	var warned []error
	bad := &failing{}
	want := show(t, reports.NewJSON, everything())
	got := show(t, func(w io.Writer) reports.Reporter {
		return reports.NewMulti(func(err error) { warned = append(warned, err) }, bad, reports.NewJSON(w))
	}, everything())
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
	if len(warned) != 1 || !errors.Is(warned[0], errFull) || bad.events != 2 || bad.closed != 1 {
		t.Errorf("warned %v, %d events, closed %d times; want one warning, 2 events, closed once", warned, bad.events, bad.closed)
	}
}
