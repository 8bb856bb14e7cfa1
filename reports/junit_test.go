package reports_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

func TestJUnitIsValidAgainstItsSchema(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Fatal("xmllint is needed: install libxml2-utils")
	}
	again := func(n int) func(*suite.Attempt) {
		return func(a *suite.Attempt) { a.Cause, a.Number = suite.Retry, n }
	}
	retried := []suite.Event{
		started(),
		attempt(orders, "TestRefund", suite.Fail, said("one", "")),
		attempt(orders, "TestRefund", suite.Crash, again(2), said("two", "")),
		attempt(orders, "TestRefund", suite.Fail, again(3), said("three", "")),
		attempt(orders, "TestFlaky", suite.Crash, said("one", "")),
		attempt(orders, "TestFlaky", suite.Pass, again(2)),
	}
	runs := map[string][]suite.Event{
		"everything": everything(), "all well": allWell(), "nothing": nothing(), "cut short": cutShort(), "retried": retried,
	}
	for name, events := range runs {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "junit.xml")
			if err := os.WriteFile(file, show(t, reports.NewJUnit, events), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("xmllint", "--noout", "--schema", "testdata/junit-10.xsd", file).CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// A retried test is one case, as Surefire has it.
func TestJUnitTellsRetriesAsSurefireDoes(t *testing.T) {
	type rerun struct {
		Type string `xml:"type,attr"`
	}
	type testcase struct {
		Name          string  `xml:"name,attr"`
		Failure       *rerun  `xml:"failure"`
		RerunErrors   []rerun `xml:"rerunError"`
		RerunFailures []rerun `xml:"rerunFailure"`
		FlakyErrors   []rerun `xml:"flakyError"`
	}
	e := started()
	e.Tests = nil
	out := show(t, reports.NewJUnit, []suite.Event{
		e,
		attempt(orders, "TestRefund", suite.Fail),
		attempt(orders, "TestRefund", suite.Crash, because(suite.Retry)),
		attempt(orders, "TestRefund", suite.Fail, because(suite.Retry)),
		attempt(orders, "TestFlaky", suite.Crash),
		attempt(orders, "TestFlaky", suite.Pass, because(suite.Retry)),
	})
	var got struct {
		Cases []testcase `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	want := []testcase{
		{Name: "TestRefund", Failure: &rerun{"fail"}, RerunErrors: []rerun{{"crash"}}, RerunFailures: []rerun{{"fail"}}},
		{Name: "TestFlaky", FlakyErrors: []rerun{{"crash"}}},
	}
	if diff := cmp.Diff(want, got.Cases); diff != "" {
		t.Errorf("cases (-want +got):\n%s\n%s", diff, out)
	}
}

// Whatever tests print, what comes out is XML.
func TestJUnitIsWellFormed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bytes := rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes")
		text := string(bytes)
		out := show(t, reports.NewJUnit, []suite.Event{attempt(orders, "Test"+text, suite.Fail, said(text, text))})
		if err := xml.Unmarshal(out, &struct{}{}); err != nil {
			rt.Fatalf("%v\n%s", err, out)
		}
	})
}

// Statements are known of a whole test; whoever reads the case of its subtest
// that failed wants them there.
func TestJUnitTellsStatementsWithTheFailureThatSpeaks(t *testing.T) {
	var got struct {
		Cases []struct {
			Name    string `xml:"name,attr"`
			Failure string `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	statements := func(a *suite.Attempt) {
		a.Statements = []suite.Statement{{Number: 1, Where: "orders_test.go:7", Text: "SELECT 1", Result: "no rows"}}
	}
	events := []suite.Event{
		started(),
		attempt(orders, "TestRefund/whole", suite.Pass, below(orders, "TestRefund")),
		attempt(orders, "TestRefund/partial", suite.Fail, below(orders, "TestRefund"), said("got 3", "")),
		attempt(orders, "TestRefund", suite.Fail, statements),
		attempt(orders, "TestTotal", suite.Fail, said("got 4", ""), statements),
	}
	if err := xml.Unmarshal(show(t, reports.NewJUnit, events), &got); err != nil {
		t.Fatal(err)
	}
	const told = "\nstatements (* the slowest):\n  orders_test.go:7   0.00 ms  SELECT 1  -> no rows"
	want := map[string]string{"TestRefund/partial": "got 3" + told, "TestTotal": "got 4" + told}
	failures := map[string]string{}
	for _, c := range got.Cases {
		if c.Failure != "" {
			failures[c.Name] = c.Failure
		}
	}
	if diff := cmp.Diff(want, failures); diff != "" {
		t.Error(diff)
	}
}
