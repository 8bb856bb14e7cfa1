package gotest

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
)

// scan writes pieces and returns what comes out: frames in brackets.
func scan(pieces ...[]byte) (frames []string, output string) {
	var printed bytes.Buffer
	s := scanner{
		frame: func(f frame) {
			frames = append(frames, fmt.Sprintf("%d %s %s %v", f.action, f.name, f.outcome, f.elapsed))
		},
		output: func(b []byte) { printed.Write(b) },
	}
	for _, p := range pieces {
		s.write(p)
	}
	s.end()
	return frames, printed.String()
}

func TestParseFrame(t *testing.T) {
	cases := map[string]frame{
		"=== RUN   TestA":                {action: actRun, name: []byte("TestA")},
		"=== PAUSE TestA/b":              {action: actPause, name: []byte("TestA/b")},
		"=== CONT  TestA/b":              {action: actCont, name: []byte("TestA/b")},
		"=== NAME  ":                     {action: actName},
		"--- PASS: TestA (1.50s)":        {action: actEnd, name: []byte("TestA"), outcome: suite.Pass, elapsed: 1500 * time.Millisecond},
		"    --- FAIL: TestA/b (0.00s)":  {action: actEnd, name: []byte("TestA/b"), outcome: suite.Fail},
		"--- SKIP: TestA/(s)_(x (0.01s)": {action: actEnd, name: []byte("TestA/(s)_(x"), outcome: suite.Skip, elapsed: 10 * time.Millisecond},
		"PASS":                           {action: actFinal},
	}
	for line, want := range cases {
		got, ok := parseFrame([]byte(line))
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(frame{})); !ok || diff != "" {
			t.Errorf("parseFrame(%q): %v %s", line, ok, diff)
		}
	}
	for _, line := range []string{"", "=== DANCE TestA", "--- BENCH: BenchmarkA", "--- PASSED", "PASSED"} {
		if f, ok := parseFrame([]byte(line)); ok {
			t.Errorf("parseFrame(%q) = %v, want none", line, f)
		}
	}
}

func TestLinesWithoutAMarkerAreOutput(t *testing.T) {
	forged := "--- PASS: TestA (0.00s)\n=== RUN   TestB\nPASS\n"
	if frames, output := scan([]byte(forged)); len(frames) > 0 || output != forged {
		t.Errorf("frames %v, output %q", frames, output)
	}
}

func TestAFrameMayBeginAndBeInterruptedInTheMidstOfALine(t *testing.T) {
	frames, output := scan([]byte("no newline\x16=== RUN   TestA\n\x16=== oops\x16--- PASS: TestA (0.00s)\nrest"))
	if diff := cmp.Diff([]string{"1 TestA  0s", "5 TestA pass 0s"}, frames); diff != "" {
		t.Error(diff)
	}
	if want := "no newline\x16=== oopsrest"; output != want {
		t.Errorf("output %q, want %q", output, want)
	}
}

// However output arrives, it is the same.
func FuzzScannerDoesNotDependOnPieces(f *testing.F) {
	f.Add([]byte("a\x16=== RUN   TestA\nb\x16\x16\n--- PASS"), 3)
	f.Add([]byte("\x16--- FAIL: TestA (0.02s)\nx\x16"), 1)
	f.Fuzz(func(t *testing.T, all []byte, at int) {
		at = max(0, min(at, len(all)))
		frames, output := scan(all)
		for _, pieces := range [][][]byte{{all[:at], all[at:]}, bytes.SplitAfter(all, []byte("\x16")), bytes.SplitAfter(all, nil)} {
			gotFrames, gotOutput := scan(pieces...)
			if gotOutput != output || !cmp.Equal(frames, gotFrames) {
				t.Fatalf("in pieces %q: frames %v, output %q; whole: %v, %q", pieces, gotFrames, gotOutput, frames, output)
			}
		}
	})
}

func TestTheTableOfTheGeneratedFileHoldsABatch(t *testing.T) {
	source, err := os.ReadFile("feed/table.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("ptrzzSlots        = %d + 2", MaxBatch); !strings.Contains(string(source), want) {
		t.Errorf("the generated file lacks %q", want)
	}
}

func TestFilterSelectsAsGoTestDoes(t *testing.T) {
	names := []string{"TestA", "TestAB", "TestB", "ExampleA"}
	cases := []struct {
		run, skip, want string
	}{
		{"", "", "TestA TestAB TestB ExampleA"},
		{"A", "", "TestA TestAB ExampleA"},
		{"^TestA$", "", "TestA"},
		{"TestA/sub", "", "TestA TestAB"},
		{"TestB|Example/x", "", "TestB ExampleA"},
		{"", "TestA", "TestB ExampleA"},
		{"", "TestA/sub", "TestA TestAB TestB ExampleA"},
		{"", "TestAB|TestB", "TestA ExampleA"},
		{"Test[/|]?A", "AB", "TestA"},
		{"(A|B)$", "(Example|x)", "TestA TestAB TestB"},
	}
	for _, c := range cases {
		f, err := newFilter(c.run, c.skip)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, name := range names {
			if f.selects(name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("-run %q -skip %q selects %v, want %s", c.run, c.skip, got, c.want)
		}
	}
	if _, err := newFilter("", "("); err == nil || !strings.Contains(err.Error(), "-skip") {
		t.Errorf("error %v, want one that names -skip", err)
	}
}
