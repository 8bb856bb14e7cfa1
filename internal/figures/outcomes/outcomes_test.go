package outcomes

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func TestEventsOfGoTestAreRead(t *testing.T) {
	got, err := GoSuite{}.Read(strings.NewReader(`{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"x\n"}
# p
{"Action":"run","Package":"p","Test":"TestA/0xc000123456"}
{"Action":"skip","Package":"p","Test":"TestA/0xc000123456"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"fail","Package":"p","Elapsed":0.1}`))
	if err != nil {
		t.Fatal(err)
	}
	want := Outcomes{"p": {Outcome: "fail"}, "p.TestA": {Outcome: "pass"}, "p.TestA/0x…": {Outcome: "skip"}, "p.TestB": {Outcome: "unfinished"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCompareNamesWhatDiffersAndWhatIsMissing(t *testing.T) {
	pass, fail, skip := Result{Outcome: "pass"}, Result{Outcome: "fail", Failure: "1 != 2"}, Result{Outcome: "skip"}
	got := Compare(
		Outcomes{"p.A": pass, "p.B": pass, "p.C": skip, "p.E": fail},
		Outcomes{"p.A": pass, "p.B": fail, "p.D": pass, "p.E": {Outcome: "fail", Failure: "other words"}},
	)
	want := []Difference{{Name: "p.B", Baseline: pass, Ptr: fail}, {Name: "p.C", Baseline: skip}, {Name: "p.D", Ptr: pass}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	kinds := []string{got[0].Kind(), got[1].Kind(), got[2].Kind()}
	if diff := cmp.Diff([]string{"differs", "missing", "extra"}, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestAReportOfPtrsIsRead(t *testing.T) {
	ended := func(a suite.Attempt) suite.Event { return suite.Ended{Attempt: a} }
	events := []suite.Event{
		suite.RunStarted{},
		ended(suite.Attempt{Test: "m.A.test (i=1)", Parent: "m.A.test", Cause: suite.Planned, Number: 1, Outcome: suite.Fail}),
		ended(suite.Attempt{Test: "m.A.test (i=1)", Parent: "m.A.test", Cause: suite.Planned, Number: 1, Outcome: suite.Fail}),
		ended(suite.Attempt{Test: "m.A.test", Cause: suite.Planned, Number: 1, Outcome: suite.Fail, Failure: "one\ntwo"}),
		ended(suite.Attempt{Test: "m.A.test (i=1)", Parent: "m.A.test", Cause: suite.Diagnosis, Number: 2, Outcome: suite.Fail}),
		ended(suite.Attempt{Test: "m.A.test", Cause: suite.Diagnosis, Number: 2, Outcome: suite.Pass}),
		ended(suite.Attempt{Test: "m.A.dies", Cause: suite.Planned, Number: 1, Outcome: suite.Crash}),
		ended(suite.Attempt{Test: "m.A.with", Cause: suite.Planned, Number: 1, Outcome: suite.Unfinished}),
		ended(suite.Attempt{Test: "m.A.with", Cause: suite.Suspect, Number: 2, Outcome: suite.Pass}),
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: "m", Outcome: suite.Fail, Reason: "tearDownClass (m.A), tearDownModule (m) failed"}},
	}
	var report bytes.Buffer
	r := reports.NewJSON(&report)
	for _, e := range events {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := readReport(&report)
	if err != nil {
		t.Fatal(err)
	}
	want := Outcomes{
		"m.A.test": {Outcome: "fail", Failure: "one"}, "m.A.test (i=1)": {Outcome: "fail"}, "m.A.test (i=1)#2": {Outcome: "fail"},
		"m.A.dies": {Outcome: "crash"}, "m.A.with": {Outcome: "pass"},
		"tearDownClass (m.A)": {Outcome: "fail"}, "tearDownModule (m)": {Outcome: "fail"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKnownDifferencesHaveACause(t *testing.T) {
	file := filepath.Join(t.TempDir(), "known.toml")
	write(t, file, `
[[known]]
test  = "m.A.*(i=[1])"
cause = "they have names that change"

[[known]]
test  = "m.B.test"
ptr   = "fail"
cause = "it looks at what is around it"
`)
	known, err := ReadKnown(file)
	if err != nil {
		t.Fatal(err)
	}
	passed := Result{Outcome: "pass"}
	failed := Result{Outcome: "fail"}
	explained, others := Explain([]Difference{
		{Name: "m.A.test/x (i=[1])", Baseline: passed},
		{Name: "m.B.test", Baseline: passed, Ptr: failed},
		{Name: "m.B.test", Baseline: passed},
		{Name: "m.B.test2", Baseline: passed, Ptr: failed},
	}, known)
	want := []Difference{
		{Name: "m.A.test/x (i=[1])", Baseline: passed, Cause: "they have names that change"},
		{Name: "m.B.test", Baseline: passed, Ptr: failed, Cause: "it looks at what is around it"},
	}
	if diff := cmp.Diff(want, explained); diff != "" {
		t.Error(diff)
	}
	if len(others) != 2 {
		t.Errorf("Explain left %v without a cause, want the last two", others)
	}
}

func TestBadListsOfKnownDifferencesAreRefused(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"an unknown key": {"[[known]]\ntest = \"a\"\nwhy = \"b\"\n", `:3: unknown key "known.why"`},
		"no cause":       {"[[known]]\ntest = \"a\"\n", ": difference 1 has no test, or no cause"},
		"no TOML":        {"known", ": toml: "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "known.toml")
			write(t, file, tt.text)
			_, err := ReadKnown(file)
			if err == nil || !strings.HasPrefix(err.Error(), file+tt.want) {
				t.Errorf("ReadKnown of %q: %v, want %s%s", tt.text, err, file, tt.want)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
