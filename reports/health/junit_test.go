package health_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/reports/health"
	"github.com/ptr-project/ptr/suite"
)

func TestJUnitOfManyRunsFitsItsSchema(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Fatal("xmllint is needed: install libxml2-utils")
	}
	for name, s := range map[string]*health.Suite{"many": example(60, 40), "none": {Name: "shop"}} {
		file := filepath.Join(t.TempDir(), name+".xml")
		if err := os.WriteFile(file, []byte(written(t, "junit", s)), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("xmllint", "--noout", "--schema", filepath.Join("..", "testdata", "junit-10.xsd"), file).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// What a test came to last counts; what failed before is told as what it was.
func TestJUnitOfManyRunsTellsFlakyFromBroken(t *testing.T) {
	s := example(60, 40)
	s.Tests[4].Results[39].Verdict = suite.NotRun
	var got struct {
		Cases []struct {
			Failure *struct{} `xml:"failure"`
			Skipped *struct{} `xml:"skipped"`
			Reruns  []struct {
				Message string `xml:"message,attr"`
			} `xml:"rerunFailure"`
			Flaky []struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"flakyFailure"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal([]byte(written(t, "junit", s)), &got); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i, c := range got.Cases[:6] {
		lines = append(lines, fmt.Sprintf("%d: failed %v, skipped %v, %d reruns, %d flaky", i, c.Failure != nil, c.Skipped != nil, len(c.Reruns), len(c.Flaky)))
	}
	want := []string{
		"0: failed false, skipped false, 0 reruns, 8 flaky", "1: failed false, skipped false, 0 reruns, 10 flaky", "2: failed true, skipped false, 19 reruns, 0 flaky",
		"3: failed false, skipped false, 0 reruns, 6 flaky", "4: failed false, skipped true, 0 reruns, 0 flaky", "5: failed false, skipped false, 0 reruns, 0 flaky",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	first := got.Cases[0].Flaky[0]
	if !strings.Contains(first.Message, "state = 2") || !strings.HasPrefix(first.Text, "run r02\n") {
		t.Errorf("the first failure is %+v", first)
	}
}
