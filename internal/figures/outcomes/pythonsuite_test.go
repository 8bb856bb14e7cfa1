package outcomes

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework/python"
)

// suiteIn is one of the suites that the project is tested on.
func suiteIn(t *testing.T, face python.Face, name string, labels ...string) PythonSuite {
	t.Helper()
	dir, err := filepath.Abs("../../../framework/python/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	f, err := python.New(python.Options{Face: face, Dir: dir, Env: os.Environ(), Cache: temp, Kept: temp, Temp: temp})
	if err != nil {
		t.Fatal(err)
	}
	path, _ := f.Interpreter()
	return PythonSuite{Face: face, Dir: dir, Python: path, Labels: labels}
}

func recorded(t *testing.T, s PythonSuite) Outcomes {
	t.Helper()
	file := filepath.Join(t.TempDir(), "record")
	if err := s.Record(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	o, err := readFile(file, s.Read)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestASerialRunIsRecorded(t *testing.T) {
	s := suiteIn(t, python.Unittest, "plain", "pitfalls.outcomes")
	want := Outcomes{
		"pitfalls.outcomes.FailingTests.test_fails":                    {"fail", "AssertionError: {'a': 1} != {'a': 2}"},
		"pitfalls.outcomes.FailingTests.test_raises":                   {"fail", "LookupError: on no shelf"},
		"pitfalls.outcomes.FailingTests.test_some_subtests_fail":       {"fail", ""},
		"pitfalls.outcomes.FailingTests.test_some_subtests_fail (i=2)": {"fail", "AssertionError: 2 not less than 2"},
		"pitfalls.outcomes.FailingTests.test_some_subtests_fail (i=3)": {"fail", "AssertionError: 3 not less than 2"},
		"pitfalls.outcomes.FailingTests.test_passes_unexpectedly":      {"unexpected success", ""},
		"pitfalls.outcomes.FailingTests.test_fails_in_clean_up":        {"fail", "AssertionError: afterwards"},
		"pitfalls.outcomes.SetUpClassTests.test_one":                   {"fail", "setUpClass: LookupError: no shelf at all"},
		"pitfalls.outcomes.TearDownClassTests.test_one":                {"pass", ""},
		"tearDownClass (pitfalls.outcomes.TearDownClassTests)":         {"fail", "LookupError: the shelf broke"},
		"pitfalls.outcomes.AsyncTests.test_fails":                      {"fail", "AssertionError: later"},
	}
	if diff := cmp.Diff(want, recorded(t, s)); diff != "" {
		t.Error(diff)
	}
	s.Reverse = true
	if diff := cmp.Diff(want, recorded(t, s)); diff != "" {
		t.Error("reversed:", diff)
	}
}

func TestARunOfPytestIsRecorded(t *testing.T) {
	s := suiteIn(t, python.Pytest, "pytests", "-p", "no:cacheprovider", "pitfalls/outcomes.py", "tests/test_marks.py")
	got := recorded(t, s)
	want := map[string]string{
		"pitfalls/outcomes.py::test_fails":                             "fail",
		"pitfalls/outcomes.py::test_passes_unexpectedly":               "pass",
		"pitfalls/outcomes.py::test_passes_although_that_is_forbidden": "fail",
		"pitfalls/outcomes.py::test_errors_before":                     "fail",
		"pitfalls/outcomes.py::test_errors_afterwards":                 "fail",
		"pitfalls/outcomes.py::TestSetUp::test_two":                    "fail",
		"tests/test_marks.py::test_fails_as_expected":                  "expected failure",
		"tests/test_marks.py::test_is_expected_to_hang":                "expected failure",
		"tests/test_marks.py::test_gives_up_expecting_it":              "expected failure",
		"tests/test_marks.py::test_is_skipped":                         "skip",
		"tests/test_marks.py::test_names_of_any_kind[a::b]":            "pass",
	}
	for name, outcome := range want {
		if got[name].Outcome != outcome {
			t.Errorf("%s is %v, want %s", name, got[name], outcome)
		}
	}
	if r := got["pitfalls/outcomes.py::test_raises"]; r.Failure != "LookupError: no bed" {
		t.Errorf("test_raises failed by %q", r.Failure)
	}
}

func TestWhatGoesWrongAroundATestIsItsOutcome(t *testing.T) {
	got := recorded(t, suiteIn(t, python.Django, "clinic", "clinic.pitfalls.constraints.DanglingDataTests"))
	for _, name := range []string{"test_nothing", "test_nothing_else"} {
		r := got["clinic.pitfalls.constraints.DanglingDataTests."+name]
		if r.Outcome != "fail" || !strings.HasPrefix(r.Failure, "IntegrityError: ") {
			t.Errorf("%s is %v, want a failure of the check after it", name, r)
		}
	}
	if len(got) != 2 {
		t.Errorf("got %v, want the two", got)
	}
}

func TestASuiteThatDiesHasNoRecord(t *testing.T) {
	s := suiteIn(t, python.Django, "clinic", "clinic.pitfalls.deaths.ExitTests")
	err := s.Record(t.Context(), filepath.Join(t.TempDir(), "record"))
	var serial *SerialError
	if !errors.As(err, &serial) || !errors.Is(err, ErrCutShort) || serial.State != "exit status 3" {
		t.Errorf("Record of a suite that exits: %v, want that it was cut short with exit status 3", err)
	}
}

func TestASuiteThatCannotBeginSaysWhy(t *testing.T) {
	s := suiteIn(t, python.Django, "clinic")
	s.Settings = "clinic.nowhere"
	err := s.Record(t.Context(), filepath.Join(t.TempDir(), "record"))
	if err == nil || !strings.Contains(err.Error(), "No module named 'clinic.nowhere'") {
		t.Errorf("Record with settings that are not there: %v", err)
	}
}

func TestARecordOfAnotherRunIsNoBaseline(t *testing.T) {
	record := func(first string) string {
		return first + `{"test": "m.A.test", "outcome": "pass", "seconds": 0}` + "\n" + `{"ended": true, "seconds": 1}` + "\n"
	}
	whole := record(`{"listed": 1, "face": "django", "backend": "postgres", "settings": "s", "reverse": false, "labels": null}` + "\n")
	s := PythonSuite{Face: python.Django, Backend: "postgres", Settings: "s"}
	if got, err := s.Read(strings.NewReader(whole)); err != nil || got["m.A.test"].Outcome != "pass" {
		t.Fatalf("Read = %v, %v", got, err)
	}
	tests := map[string]struct {
		change func(*PythonSuite)
		text   string
		want   string
	}{
		"another framework": {func(s *PythonSuite) { s.Face = python.Runtests }, whole, `it is one of framework "django", not "runtests"`},
		"another backend":   {func(s *PythonSuite) { s.Backend = "" }, whole, "it was made on postgres, not on the suite's own databases"},
		"other settings":    {func(s *PythonSuite) { s.Settings = "t" }, whole, `it was made with the settings "s", not "t"`},
		"another order":     {func(s *PythonSuite) { s.Reverse = true }, whole, "it was made in source order, not in reverse"},
		"other labels":      {func(s *PythonSuite) { s.Labels = []string{"m"} }, whole, "it was made of all tests, not of m"},
		"a part":            {func(*PythonSuite) {}, whole[:len(whole)-10], "it ends before the suite has"},
		"something else":    {func(*PythonSuite) {}, record(""), "it is no record of a serial run"},
		"nothing":           {func(*PythonSuite) {}, "", "it is no record of a serial run"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			other := s
			tt.change(&other)
			if _, err := other.Read(strings.NewReader(tt.text)); err == nil || err.Error() != tt.want {
				t.Errorf("Read: %v, want %s", err, tt.want)
			}
		})
	}
}

func TestDjangoIsLedToAServer(t *testing.T) {
	tests := map[string]struct {
		backend, url string
		want         map[string]any
	}{
		"a socket of PostgreSQL": {"postgres", "postgres://postgres@/default?host=%2Frun%2Fs4&port=5432&sslmode=disable", map[string]any{
			"ENGINE": "django.db.backends.postgresql", "HOST": "/run/s4", "PORT": "5432", "USER": "postgres", "PASSWORD": "",
			"OPTIONS": map[string]string{"sslmode": "disable"},
		}},
		"PostgreSQL elsewhere": {"postgres", "postgresql://ci:s%40cret@db.example.com:5433/x", map[string]any{
			"ENGINE": "django.db.backends.postgresql", "HOST": "db.example.com", "PORT": "5433", "USER": "ci", "PASSWORD": "s@cret",
		}},
		"MariaDB": {"mysql", "mysql://root:secret@127.0.0.1:45347/default", map[string]any{
			"ENGINE": "django.db.backends.mysql", "HOST": "127.0.0.1", "PORT": "45347", "USER": "root", "PASSWORD": "secret",
		}},
		"a socket of MariaDB": {"mysql", "mysql://root@/?socket=/run/mysqld.sock", map[string]any{
			"ENGINE": "django.db.backends.mysql", "HOST": "/run/mysqld.sock", "PORT": "", "USER": "root", "PASSWORD": "",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := djangoDatabase(tt.backend, tt.url)
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("djangoDatabase(%q, %q): %v\n%s", tt.backend, tt.url, err, diff)
			}
		})
	}
	if _, err := djangoDatabase("mysql", "postgres://u@/x"); !errors.Is(err, ErrNoURL) {
		t.Errorf("djangoDatabase of another backend's URL: %v", err)
	}
	if _, err := djangoDatabase("mysql", "mysql://u:secret@h:port/"); !errors.Is(err, ErrNoURL) || strings.Contains(err.Error(), "secret") {
		t.Errorf("djangoDatabase of a URL that is none: %v", err)
	}
}
