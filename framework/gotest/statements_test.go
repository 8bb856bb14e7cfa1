package gotest_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ptr-project/ptr/framework/gotest"
	"github.com/ptr-project/ptr/suite"
)

// theLedger is the zoo's package ledger, and one without a database, built once
// to tell of statements.
var theLedger = sync.OnceValue(func() zoo {
	z := zoo{options: gotest.Options{
		Dir: filepath.Join("testdata", "zoo"), BuildDir: filepath.Join(zooDir, "build"), BinDir: filepath.Join(zooDir, "ledger"),
		DebugSQL: true,
	}}
	if z.fw, z.err = gotest.New(z.options); z.err == nil {
		z.listing, z.err = z.fw.List(context.Background(), []string{"./ledger", "./polluter"})
	}
	return z
})

func ledger(t *testing.T) (*gotest.Framework, zoo) {
	t.Helper()
	z := theLedger()
	if z.err != nil {
		t.Fatal(z.err)
	}
	for _, n := range z.listing.Notes {
		t.Error(n.Text)
	}
	return z.fw, z
}

// ignoringTime leaves out of statements what differs from run to run.
var ignoringTime = cmpopts.IgnoreFields(suite.Statement{}, "After", "Duration")

func TestStatementsOfAFailedTestAreTold(t *testing.T) {
	fw, z := ledger(t)
	got := tell(t, z.start(t, fw, "ledger"), z.tests(t, "ledger", "TestEveryWay")).attempts["TestEveryWay"]
	want := []suite.Statement{
		{Number: 1, Where: "ledger_test.go:12", Text: "INSERT INTO orders VALUES (?, ?)", Args: []string{"7", `"sent"`}},
		{Number: 2, Where: "ledger_test.go:13 > ledger_test.go:31", Text: "SELECT n FROM orders", Result: "2 rows"},
		{Number: 3, Where: "ledger_test.go:15", Text: "SELECT n FROM empty WHERE at < ?", Args: []string{"1970-01-01T00:00:00Z"}, Result: "no rows"},
		{Number: 4, Where: "ledger_test.go:16", Text: "SELECT n FROM orders WHERE id = ?", Args: []string{"id=x'0102'"}, Error: "sql: driver does not support the use of Named Parameters"},
		{Number: 5, Where: "ledger_test.go:17", Text: "BEGIN"},
		{Number: 6, Where: "ledger_test.go:19", Text: "UPDATE orders SET total = ?", Args: []string{"NULL"}},
		{Number: 7, Where: "ledger_test.go:21", Text: "COMMIT"},
		{Number: 8, Where: "ledger_test.go:23", Text: "malformed", Error: `near "malformed": syntax error`},
		{Number: 9, Where: "ledger_test.go:24", Text: "fail", Error: "the disk is broken"},
	}
	if diff := cmp.Diff(want, got.Statements, ignoringTime, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("TestEveryWay: %s (-want +got):\n%s", got.Outcome, diff)
	}
}

func TestStatementsGoToTheTestThatIssuedThem(t *testing.T) {
	fw, z := ledger(t)
	w := z.start(t, fw, "ledger")
	for _, tt := range []struct {
		batch []string
		want  map[string][]string
	}{
		{[]string{"TestPasses"}, map[string][]string{"TestPasses": nil}},
		{[]string{"TestSubtests"}, map[string][]string{"TestSubtests": {"a", "b"}, "TestSubtests/b": nil}},
		{[]string{"TestParallel", "TestParallelToo"}, map[string][]string{"TestParallel": {"one"}, "TestParallelToo": {"two"}}},
	} {
		s := tell(t, w, z.tests(t, "ledger", tt.batch...))
		for name, want := range tt.want {
			var got []string
			for _, one := range s.attempts[name].Statements {
				got = append(got, one.Text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

func TestOfManyStatementsTheLastAreKept(t *testing.T) {
	fw, z := ledger(t)
	got := tell(t, z.start(t, fw, "ledger"), z.tests(t, "ledger", "TestMany")).attempts["TestMany"].Statements
	if len(got) != 200 || got[0].Number != 51 || got[199].Number != 250 || got[199].Args[0] != "249" {
		t.Errorf("%d statements, want the last 200 of 250: %v", len(got), got)
	}
}

func TestWhatHasNotEndedSaysSo(t *testing.T) {
	fw, z := ledger(t)
	got := tell(t, z.start(t, fw, "ledger"), z.tests(t, "ledger", "TestOpenRows")).attempts["TestOpenRows"].Statements
	if len(got) != 1 || got[0].Result != "its rows still open" {
		t.Errorf("statements %v, want one whose rows are still open", got)
	}
}

func TestATransactionThatIsLeftOpenIsToldOfByItsName(t *testing.T) {
	fw, z := ledger(t)
	leaks := tell(t, z.start(t, fw, "ledger"), z.tests(t, "ledger", "TestLeavesATransaction")).attempts["TestLeavesATransaction"].Leaks
	want := suite.Leak{Kind: suite.LeakGoroutine, What: "of a transaction that was neither committed nor rolled back (sql.Tx)"}
	if !slices.Contains(leaks, want) {
		t.Errorf("leaks %v, want %v among them", leaks, want)
	}
}

func TestWhereNoTestHasADatabaseAListingSaysThatNoStatementsAreShown(t *testing.T) {
	_, z := build(t, gotest.Options{DebugSQL: true}, "./polluter")
	if len(z.listing.Notes) != 1 || !strings.HasPrefix(z.listing.Notes[0].Text, "no statements are shown: no test has") {
		t.Errorf("notes %v, want one that says so", z.listing.Notes)
	}
}

func TestStatementsOfATestThatDiesAreTold(t *testing.T) {
	fw, z := ledger(t)
	s := tell(t, z.start(t, fw, "ledger"), z.tests(t, "ledger", "TestPanics"))
	if s.death == nil {
		t.Fatal("it did not die")
	}
	want := []suite.Statement{{Number: 1, Text: "last words", Where: "ledger_test.go:71"}}
	if diff := cmp.Diff(want, s.death.Statements[zooPath+"ledger.TestPanics"], ignoringTime, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStatementsAndCoverageGoTogetherUnlessOfTheStandardLibrary(t *testing.T) {
	for flag, want := range map[string]string{
		"-covermode=atomic":      "",
		"-coverpkg=database/sql": "no statements are shown: package database/sql of go",
	} {
		_, z := build(t, gotest.Options{DebugSQL: true, Cover: true, Build: []string{flag}}, "./ledger")
		var notes string
		for _, n := range z.listing.Notes {
			notes += n.Text
		}
		if !strings.HasPrefix(notes, want) || (want == "") != (notes == "") {
			t.Errorf("%s: notes %q, want %q…", flag, notes, want)
		}
	}
}
