package gotest_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/process"
	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

func TestDeathsAreChargedByTheStackOrTheLimit(t *testing.T) {
	z := openZoo(t)
	type death struct {
		Reason, Charged string
		Outcome         suite.Outcome
		UnderWay        []string
	}
	nilMap := "panic: assignment to entry in nil map"
	cases := map[string]death{
		"TestPanic":            {Reason: "panic: boom", Charged: "TestPanic"},
		"TestPanicInHelper":    {Reason: nilMap, Charged: "TestPanicInHelper"},
		"TestPanicInSubtest":   {Reason: nilMap, Charged: "TestPanicInSubtest"},
		"TestPanicInGoroutine": {Reason: nilMap, Charged: "TestPanicInGoroutine"},
		"TestPanicLater":       {Reason: "panic: later", Charged: "TestPanicLater", UnderWay: []string{"TestWaits"}},
		"TestExit0":            {Reason: "panic: unexpected call to os.Exit(0) during test", Charged: "TestExit0"},
		"TestExit3":            {Reason: "exit status 3"},
		"TestKill":             {Reason: "signal: killed"},
		"TestHang":             {Reason: "timed out after 200ms", Charged: "TestHang", Outcome: suite.Timeout},
	}
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			if want.Charged != "" && want.Outcome == "" {
				want.Outcome = suite.Crash
			}
			if want.UnderWay == nil {
				want.UnderWay = []string{name}
			}
			want.UnderWay = append([]string{"TestInnocentParallel"}, want.UnderWay...)
			s := tell(t, z.start(t, z.fw, "deaths"), z.tests(t, "deaths", "TestInnocentParallel", "TestInnocent", name, "TestWaits"))
			if s.death == nil {
				t.Fatalf("no death, but %v", s.ended)
			}
			got := death{Reason: s.death.Reason, Charged: shortName(s.death.Charged), Outcome: s.death.Outcome}
			for _, id := range s.death.UnderWay {
				got.UnderWay = append(got.UnderWay, shortName(id))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s\n%s", diff, s.death.Output)
			}
			if s.attempts["TestInnocent"].Outcome != suite.Pass {
				t.Errorf("what had passed before is not reported, but %v", s.ended)
			}
		})
	}
}

func TestADeathTellsThatSomebodyKilledTheProcess(t *testing.T) {
	z := openZoo(t)
	w, err := z.fw.Start(t.Context(), zooPath+"deaths", worker.Place{Worker: 1, Env: os.Environ(), TempDir: t.TempDir(), Keeper: killer{}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close(t.Context())
	s := tell(t, w, z.tests(t, "deaths", "TestInnocent"))
	if s.death == nil || !s.death.Killed || len(s.death.UnderWay) > 0 {
		t.Errorf("death: %+v", s.death)
	}
	exit := tell(t, z.start(t, z.fw, "refuser"), z.tests(t, "refuser")[:1])
	if exit.death == nil || exit.death.Killed {
		t.Errorf("a process that ends by itself: %+v", exit.death)
	}
}

// A killer kills every process that it is told of.
type killer struct{}

func (killer) Adopt(pid int) error { return process.KillGroup(pid) }
func (killer) Release(int) error   { return nil }

func TestADeathTellsWhatWasPrintedSinceItsTestBegan(t *testing.T) {
	z := openZoo(t)
	for name, batches := range map[string][][]suite.Test{
		"in one batch":       {z.tests(t, "deaths", "TestPrints", "TestPrintsAndExits")},
		"in another batch":   {z.tests(t, "deaths", "TestPrints"), z.tests(t, "deaths", "TestPrintsAndExits")},
		"after another test": {z.tests(t, "deaths", "TestPrints"), z.tests(t, "deaths", "TestInnocent", "TestPrintsAndExits")},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, z.start(t, z.fw, "deaths"), batches...)
			if got, want := string(s.death.Output), "printed by TestPrintsAndExits\n"; got != want {
				t.Errorf("it tells %q, want %q", got, want)
			}
		})
	}
}

func TestATimeoutShowsStacks(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "deaths"), z.tests(t, "deaths", "TestHang"))
	if s.death == nil || !strings.Contains(string(s.death.Output), "deaths.TestHang(") {
		t.Errorf("the stack of TestHang is not shown: %+v", s.death)
	}
}

func TestAPanicInAnExampleIsCharged(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "deaths"), z.tests(t, "deaths", "Example_panic"))
	if s.death == nil || shortName(s.death.Charged) != "Example_panic" {
		t.Errorf("death %+v is not charged to the example", s.death)
	}
}

func TestAClosedStdoutLosesOnlyWhatWasPrinted(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "deaths"), z.tests(t, "deaths", "TestCloseStdout", "TestInnocent"))
	if s.death != nil {
		t.Fatal(s.death)
	}
	for _, name := range []string{"TestCloseStdout/before", "TestCloseStdout", "TestInnocent"} {
		if got := s.attempts[name].Outcome; got != suite.Pass {
			t.Errorf("%s: %s, want pass", name, got)
		}
	}
}

func TestATestThatClosesEverythingBlocksNobody(t *testing.T) {
	z := openZoo(t)
	s := tell(t, z.start(t, z.fw, "deaths"), z.tests(t, "deaths", "TestInnocent", "TestCloseAll", "TestWaits"))
	if s.death == nil {
		t.Errorf("no death, but %v", s.ended)
	}
}

func TestAGrandchildThatHoldsTheOutputBlocksNobody(t *testing.T) {
	z := openZoo(t)
	w := z.start(t, z.fw, "deaths")
	s := tell(t, w, z.tests(t, "deaths", "TestGrandchild"))
	if _, err := w.Close(t.Context()); err != nil || s.death != nil {
		t.Errorf("Close: %v, death: %v", err, s.death)
	}
}

func TestWhatBecomesOfPackagesWithTheirOwnMain(t *testing.T) {
	type unit struct {
		Outcome        suite.Outcome
		Reason, Output string
	}
	cases := map[string]unit{
		"ordinary": {suite.Pass, "", "set up\ntorn down\n"},
		"complete": {suite.Pass, "", ""},
		"skipper":  {suite.Skip, "skipped by TestMain", ""},
		"failer":   {suite.Fail, "TestMain failed: exit status 1", "left a mess\n"},
		"refuser":  {suite.Fail, "died before its first test: exit status 2", "no database\n"},
	}
	z := openZoo(t)
	for name, want := range cases {
		w := z.start(t, z.fw, name)
		tell(t, w, z.tests(t, name)[:1])
		r, err := w.Close(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, unit{r.Outcome, r.Reason, string(r.Output)}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestFailedTestsDoNotFailTheirPackage(t *testing.T) {
	z := openZoo(t)
	w := z.start(t, z.fw, "ordinary")
	tell(t, w, z.tests(t, "ordinary", "TestFail"), z.tests(t, "ordinary", "Example_bad"))
	if r, err := w.Close(t.Context()); err != nil || r.Outcome != suite.Pass {
		t.Errorf("Close = %v, %v, want pass", r.Outcome, err)
	}
}

func TestLeaksAreChargedToTheTestThatLeftThem(t *testing.T) {
	z := openZoo(t)
	var tests, examples, company []suite.Test // what the company leaves is nobody's, and not the next test's
	for _, x := range z.tests(t, "ordinary") {
		switch {
		case strings.HasSuffix(string(x.ID), "InCompany"):
			company = append(company, x)
		case strings.HasSuffix(x.File, "leaks_test.go") && x.Kind == suite.KindExample:
			examples = append(examples, x)
		case strings.HasSuffix(x.File, "leaks_test.go"):
			tests = append(tests, x)
		}
	}
	s := tell(t, z.start(t, z.fw, "ordinary"), company, tests, examples)
	want := map[string]suite.Leak{
		"TestLeaksFile":         {Kind: suite.LeakFile, What: "ordinary.test"},
		"TestLeaksListener":     {Kind: suite.LeakFile, What: ": listening on 127.0.0.1:"},
		"TestLeaksListener6":    {Kind: suite.LeakFile, What: ": listening on [::1]:"},
		"TestLeaksUDP":          {Kind: suite.LeakFile, What: ": UDP at 127.0.0.1:"},
		"TestLeaksGoroutine":    {Kind: suite.LeakGoroutine, What: "ordinary_test.TestLeaksGoroutine at "},
		"TestLeaksAPool":        {Kind: suite.LeakGoroutine, What: "of a pool of connections that was not closed (sql.DB)"},
		"TestLeaksATransaction": {Kind: suite.LeakGoroutine, What: "of a transaction that was neither committed nor rolled back (sql.Tx)"},
		"TestLeaksRows":         {Kind: suite.LeakGoroutine, What: "of rows that were not closed (sql.Rows)"},
		"TestLeaksEnvironment":  {Kind: suite.LeakEnv, What: "ZOO=open (was not set)"},
		"TestLeaksDir":          {Kind: suite.LeakDir, What: "ordinary)"},
		"TestComesBack":         {Kind: suite.LeakDir, What: "zoo)"},
		"TestLeaksChild":        {Kind: suite.LeakProcess, What: ": sleep"},

		"TestLeaksAFileAboveAFreeDescriptor": {Kind: suite.LeakFile, What: "ordinary.test"},
		"TestTakesTheFreeDescriptor":         {Kind: suite.LeakFile, What: "ordinary.test"},
		"Example_leaksFile":                  {Kind: suite.LeakFile, What: "ordinary.test"},
	}
	for name, a := range s.attempts {
		w, leaks := want[name]
		found := slices.ContainsFunc(a.Leaks, func(l suite.Leak) bool { return l.Kind == w.Kind && strings.Contains(l.What, w.What) })
		if leaks != found || len(a.Leaks) > 1 || a.Outcome != suite.Pass {
			t.Errorf("%s: %s with leaks %v, want %v", name, a.Outcome, a.Leaks, w)
		}
	}
	if len(examples) == 0 || len(s.attempts) != len(company)+len(tests)+len(examples) {
		t.Errorf("%d attempts, want %d", len(s.attempts), len(company)+len(tests)+len(examples))
	}
}

func TestAnInterruptedWorkerTellsWhatWasUnderWay(t *testing.T) {
	z := openZoo(t)
	ctx, cancel := context.WithCancel(t.Context())
	w := z.start(t, z.fw, "deaths")
	err := w.Run(ctx, worker.Batch{Tests: z.tests(t, "deaths", "TestWaits")}, func(worker.Event) { cancel() })
	if d, ok := err.(*worker.Death); !ok || !d.Interrupted || len(d.UnderWay) != 1 {
		t.Errorf("Run = %#v, want an interruption of TestWaits", err)
	}
}
