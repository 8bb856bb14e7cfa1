// Package culprits is ptrbisect, and ptr flaky --since: which other test, or which
// revision, makes a test fail, and how.
package culprits

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/journal"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/reports/ran"
	"github.com/ptr-project/ptr/suite"
)

// A Question says which test's failure is to be explained, and how sure of it.
type Question struct {
	Failing    []string // labels; none are all tests that failed in Run, or as Order tells
	Pair       string   // a label, instead: what this test and all others do to each other
	Matrix     string   // a label, instead: who affects whom
	Exhaustive bool     // of a pair or matrix: each pair in a process of its own
	Run        string   // ID of a run in which it failed; "" is the latest
	Order      string   // a file that tells an order in which it fails, instead; "" is none
	Cleaners   bool     // look for what undoes what the culprits do
	Alpha      float64  // share of accusations that may be wrong
	Reports    []string // FORMAT:FILE, as [SearchFormats] names them
	Resume     bool     // go on with a search that was interrupted

	ran    ran.Report // what Order tells
	teller teller     // of Reports
}

// Bisect finds out why tests fail. The error says that the caller or ptr is wrong, not
// a test.
func Bisect(ctx context.Context, streams console.Streams, o invocation.Options, b Question) (status int, err error) {
	if err := b.oneQuestion(); err != nil {
		return console.BadUsage, err
	}
	if err := b.readOrder(streams.In); err != nil {
		return console.BadUsage, err
	}
	if b.teller, err = newTeller(streams, b.Reports); err != nil {
		return console.BadUsage, err
	}
	s, ctx, end, err := app.Begin(ctx, streams, o)
	if err != nil {
		return console.PtrFailed, err
	}
	defer func() { err = end(err) }()
	if !b.teller.stdout {
		s.Line = streams.LiveLine()
	}
	defer s.Line.Hide()
	return seeker{s}.bisect(ctx, b)
}

// A seeker is a session in which culprits are searched.
type seeker struct{ *app.Session }

// bisect answers what b asks.
func (s seeker) bisect(ctx context.Context, b Question) (status int, err error) {
	var old *journal.Journal
	if b.Resume {
		if old, err = s.resume(b); err != nil {
			return console.BadUsage, err
		}
	}
	if old == nil {
		err = s.seek(ctx, b)
	}
	if err != nil {
		return console.PtrFailed, err
	}
	hide := s.Line.During("building the tests, and preparing databases")
	p, all, err := s.Prober(ctx)
	hide()
	if err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	defer func() { err = cmp.Or(err, closeJournal(p, err == nil)) }()
	p.Patience = patienceOf(p.Costs.Tests)
	if err := s.journal(ctx, p, all, b, old); err != nil {
		return console.PtrFailed, app.Because(ctx, err)
	}
	status, err = s.answer(ctx, p, all, b)
	return status, broken(p, err)
}

// answer searches, and says what was found.
func (s seeker) answer(ctx context.Context, p *app.Prober, all []suite.Test, b Question) (int, error) {
	if b.Matrix != "" {
		return console.OK, goOn(ctx, s.matrix(ctx, p, all, b))
	}
	if b.Pair != "" {
		return console.OK, goOn(ctx, s.pair(ctx, p, all, b))
	}
	answers, accounts, err := s.search(ctx, p, all, b)
	if err != nil {
		return console.PtrFailed, goOn(ctx, err)
	}
	if n := p.Journal.Replayed(); n > 0 && !b.teller.stdout {
		fmt.Fprintf(s.Streams.Out, "%s had run before the search was interrupted, and did not run again\n", processes(n))
	}
	err = b.teller.tell(told{b.title(), s.searchFacts(p), accounts, answers})
	if slices.ContainsFunc(answers, func(a Answer) bool { return a.Finding.Kind == bisect.NotReproduced }) {
		return console.NoAnswer, err
	}
	return console.OK, err
}

// seek has only those units built that can have what is asked for, and those that ran beside it
// when it failed. A file may name others.
func (s seeker) seek(ctx context.Context, b Question) error {
	if b.Order != "" || b.Run != "" {
		return nil
	}
	if len(b.Failing) == 0 {
		s.Sought = []string{cmp.Or(b.Pair, b.Matrix)}
		return nil
	}
	return s.SeekAmong(ctx, b.Failing)
}

// search explains the failures of all tests that are asked about: together where they share
// a cause, else one after the other.
func (s seeker) search(ctx context.Context, p *app.Prober, all []suite.Test, b Question) (answers []Answer, accounts []account, err error) {
	tests, err := s.asked(ctx, all, b)
	if err != nil {
		return nil, nil, err
	}
	failed, err := s.failures(ctx, p, all, tests, b)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range failed {
		if f.known.Outcome == suite.Timeout {
			p.Patience.Hangs(f.test.ID)
		}
	}
	cheapestFirst(failed, p)
	for len(failed) > 0 {
		answer, told, rest, err := s.explainFailure(ctx, p, all, failed[0], failed[1:], b)
		if err != nil {
			return nil, nil, err
		}
		answers, accounts, failed = append(answers, answer), append(accounts, told), rest
	}
	return answers, accounts, nil
}

// failures are tests that fail, each with an order in which it does: that of a file, or of
// the history or, if nothing is known, one that is looked for now.
func (s seeker) failures(ctx context.Context, p *app.Prober, all, tests []suite.Test, b Question) ([]failing, error) {
	if b.Order != "" {
		return s.failedAsTold(b, all, tests)
	}
	if len(tests) == 0 {
		return nil, nothingFailed("run " + b.Run)
	}
	failed, err := s.failedBefore(ctx, tests, b.Run)
	if err != nil || len(failed) > 0 {
		return failed, err
	}
	if b.Run != "" {
		return nil, console.Usage(fmt.Errorf("%s did not fail in run %s", b.subject(), b.Run), "ptr history lists the runs, and ptr show what failed in one")
	}
	if failed, err = s.failingOrders(ctx, p, all, tests); err == nil && len(failed) == 0 {
		err = unfailing(b.subject(), tests)
	}
	return failed, err
}

// patienceOf is one that knows how long tests took when they passed.
func patienceOf(took map[suite.ID]time.Duration) *app.Patience {
	var p app.Patience
	for id, d := range took {
		if d > 0 {
			p.Passed(id, d)
		}
	}
	return &p
}

func (s seeker) random() *rand.Rand { return rand.New(rand.NewPCG(s.Config.Seed, 0)) }
