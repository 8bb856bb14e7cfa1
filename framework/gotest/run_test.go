package gotest_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
	"github.com/ptr-project/ptr/worker/workertest"
)

// A story is what a worker reported, by name without the package.
type story struct {
	began    []string
	ended    []string
	attempts map[string]suite.Attempt
	death    *worker.Death
}

// tell runs batches and returns what was reported, up to a death.
func tell(t *testing.T, w worker.Worker, batches ...[]suite.Test) story {
	t.Helper()
	s := story{attempts: map[string]suite.Attempt{}}
	limit := func(id suite.ID) time.Duration {
		if strings.HasSuffix(string(id), "Hang") {
			return 200 * time.Millisecond
		}
		return 30 * time.Second
	}
	for _, tests := range batches {
		err := w.Run(t.Context(), worker.Batch{Tests: tests, Limit: limit}, func(e worker.Event) {
			switch e := e.(type) {
			case worker.Began:
				s.began = append(s.began, shortName(e.Test))
			case worker.Ended:
				s.ended = append(s.ended, shortName(e.Test))
				s.attempts[shortName(e.Test)] = e.Attempt
			}
		})
		if errors.As(err, &s.death) {
			return s
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func shortName(id suite.ID) string {
	_, name, _ := strings.Cut(strings.TrimPrefix(string(id), zooPath), ".")
	return name
}

func TestWorkersKeepTheirPromises(t *testing.T) {
	z := openZoo(t)
	alone := z.perTest(t)
	for name, start := range map[string]func(*testing.T, worker.Place) worker.Worker{
		"fed":              starter(z.fw, "deaths"),
		"process per test": starter(alone, "deaths"),
	} {
		t.Run(name, func(t *testing.T) {
			workertest.Run(t, workertest.Subject{
				Start: start,
				Tests: z.tests(t, "deaths", "TestInnocent", "TestGoexit", "TestInnocentParallel"),
				Slow:  z.tests(t, "deaths", "TestWaits")[0],
			})
		})
	}
}

func TestTestsRunInTheOrderThatIsAsked(t *testing.T) {
	z := openZoo(t)
	want := []string{"TestSkip", "TestPass", "TestFail", "TestPass", "TestSub"}
	s := tell(t, z.start(t, z.fw, "ordinary"),
		z.tests(t, "ordinary", "TestSkip", "TestPass", "TestFail"), z.tests(t, "ordinary", "TestPass", "TestSub"))
	if diff := cmp.Diff(want, s.began); diff != "" {
		t.Error(diff)
	}
}

func TestNamesStayCleanWhenATestIsRepeated(t *testing.T) {
	z := openZoo(t)
	sub := z.tests(t, "ordinary", "TestSub")
	s := tell(t, z.start(t, z.fw, "ordinary"), sub, sub, sub)
	once := []string{"TestSub/good", "TestSub/bad/inner", "TestSub/bad/a_b/c", "TestSub/bad", "TestSub/good#01", "TestSub"}
	if diff := cmp.Diff(slices.Repeat(once, 3), s.ended); diff != "" {
		t.Error(diff)
	}
}

func TestParallelTestsOfABatchRunTogether(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "ordinary"), z.tests(t, "ordinary", "TestParallelOne", "TestPass", "TestParallelTwo"))
	for name, a := range s.attempts {
		if a.Outcome != suite.Pass {
			t.Errorf("%s: %s: %s", name, a.Outcome, a.Failure)
		}
	}
}

func TestALargeBatchFillsTheTableManyTimes(t *testing.T) {
	z := openZoo(t)
	one := z.tests(t, "deaths", "TestInnocent", "TestGoexit")
	w := z.start(t, z.fw, "deaths")
	begun := 0
	for range 1200 {
		err := w.Run(t.Context(), worker.Batch{Tests: one}, func(e worker.Event) {
			if _, ok := e.(worker.Began); ok {
				begun++
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if begun != 2400 {
		t.Errorf("%d tests began, want 2400", begun)
	}
}

func TestAProcessDoesNotGoBackToAnEarlierKind(t *testing.T) {
	z := openZoo(t)
	w := z.start(t, z.fw, "ordinary")
	tell(t, w, z.tests(t, "ordinary", "ExampleDouble"))
	err := w.Run(t.Context(), worker.Batch{Tests: z.tests(t, "ordinary", "TestPass")}, func(worker.Event) {})
	if !errors.Is(err, worker.ErrKindPassed) {
		t.Errorf("Run = %v, want %v", err, worker.ErrKindPassed)
	}
}

func TestWhatAnAttemptTells(t *testing.T) {
	z := openZoo(t)
	tests := z.tests(t, "ordinary", "TestFail", "TestSub", "TestSisters", "TestForged", "TestInvalidUTF8", "TestCleanupFails")
	s := tell(t, z.start(t, z.fw, "ordinary"), tests, z.tests(t, "ordinary", "FuzzSeeds"), z.tests(t, "ordinary", "Example_bad"))
	type told struct {
		Outcome         suite.Outcome
		Parent          string
		Failure, Output string
	}
	want := map[string]told{
		"TestFail": {suite.Fail, "", "outside_test.go:N: got 1\nwant 2",
			"printed\n    outside_test.go:N: got 1\n        want 2\n    outside_test.go:N: and another\n"},
		"TestSub":           {suite.Fail, "", "bad failed", ""},
		"TestSub/good":      {suite.Pass, "TestSub", "", "of the good one\n"},
		"TestSub/good#01":   {suite.Pass, "TestSub", "", ""},
		"TestSub/bad":       {suite.Fail, "TestSub", "inner failed", ""},
		"TestSub/bad/inner": {suite.Fail, "TestSub/bad", "outside_test.go:N: inner message", "    outside_test.go:N: inner message\n"},
		"TestSub/bad/a_b/c": {suite.Skip, "TestSub/bad", "", "    outside_test.go:N: \n"},
		"TestSisters":       {suite.Pass, "", "", ""},
		"TestSisters/a":     {suite.Pass, "TestSisters", "", ""},
		"TestSisters/a/":    {suite.Pass, "TestSisters", "", ""},
		"TestSisters/a/b":   {suite.Pass, "TestSisters", "", ""},
		"TestForged": {suite.Fail, "", "sub failed",
			"--- PASS: TestForged (0.00s)\n=== RUN   TestNever\n--- PASS: TestNever (0.00s)\n"},
		"TestForged/sub": {suite.Fail, "TestForged", "no newline    outside_test.go:N: true",
			"no newline    outside_test.go:N: true\n"},
		"TestInvalidUTF8": {suite.Fail, "", "outside_test.go:N: bad \xff byte",
			"\xff\xfe\x16 bytes\n    outside_test.go:N: bad \xff byte\n"},
		"TestCleanupFails": {suite.Fail, "", "outside_test.go:N: in clean-up", "    outside_test.go:N: in clean-up\n"},
		"FuzzSeeds":        {suite.Fail, "", "seed#1 failed", ""},
		"FuzzSeeds/seed#0": {suite.Pass, "FuzzSeeds", "", ""},
		"FuzzSeeds/seed#1": {suite.Fail, "FuzzSeeds", "outside_test.go:N: two", "    outside_test.go:N: two\n"},
		"Example_bad":      {suite.Fail, "", "got:\nbad\nwant:\ngood", "got:\nbad\nwant:\ngood\n"},
	}
	line := regexp.MustCompile(`\.go:\d+:`)
	got := map[string]told{}
	for name, a := range s.attempts {
		got[name] = told{
			a.Outcome, shortName(a.Parent),
			line.ReplaceAllString(a.Failure, ".go:N:"), line.ReplaceAllString(string(a.Output), ".go:N:"),
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGiganticOutputIsShortenedInTheMiddle(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "ordinary"), z.tests(t, "ordinary", "TestGigantic"))
	out := string(s.attempts["TestGigantic"].Output)
	if len(out) < 4<<20 || len(out) > 4<<20+100 {
		t.Errorf("%d bytes of 12 MiB are kept, want 4 MiB", len(out))
	}
	if !strings.HasPrefix(out, "first\n") || !strings.HasSuffix(out, "last\n") {
		t.Error("the beginning and the end are not kept")
	}
	if note := fmt.Sprintf("[... %d bytes left out ...]", 12<<20+len("first\nlast\n")-4<<20); !strings.Contains(out, note) {
		t.Errorf("it does not say %s", note)
	}
}

func TestExamplesThatNoLongerFitNeedANewProcess(t *testing.T) {
	z := openZoo(t)
	w := z.start(t, z.fw, "ordinary")
	tests := z.tests(t, "ordinary", "ExampleDouble")
	for n := range 4096 {
		err := w.Run(t.Context(), worker.Batch{Tests: tests}, func(worker.Event) {})
		if err == nil {
			continue
		}
		if !errors.Is(err, worker.ErrKindPassed) || n < 1000 {
			t.Errorf("Run = %v after %d examples, want %v after at least 1000", err, n, worker.ErrKindPassed)
		}
		return
	}
	t.Error("the table has no end")
}
