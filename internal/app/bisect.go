package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/bisect/journal"
	"github.com/ptr-project/ptr/plan"
	"github.com/ptr-project/ptr/reports/ran"
	"github.com/ptr-project/ptr/suite"
)

// NoAnswer is the exit status of a search that has not found out why a test fails.
const NoAnswer = 4

// BisectOptions say which test's failure is to be explained, and how sure of it.
type BisectOptions struct {
	Failing    string   // a label
	Pair       string   // a label, instead: what this test and all others do to each other
	Exhaustive bool     // each of the others alone with it
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
func Bisect(ctx context.Context, streams Streams, o Options, b BisectOptions) (status int, err error) {
	switch {
	case b.Failing == "" && b.Pair == "":
		return BadUsage, Usage(errors.New("which test fails?"), "name it: ptrbisect --failing orders.TestRefund")
	case b.Failing != "" && b.Pair != "":
		return BadUsage, Usage(errors.New("--failing and --pair are two questions"), "ask one after the other")
	}
	if err := b.readOrder(); err != nil {
		return BadUsage, err
	}
	if b.teller, err = newTeller(streams, b.Reports); err != nil {
		return BadUsage, err
	}
	s, ctx, end, err := begin(ctx, streams, o)
	if err != nil {
		return PtrFailed, err
	}
	defer func() { err = end(err) }()
	if !b.teller.stdout {
		s.line = streams.liveLine()
	}
	defer s.line.hide()
	return s.bisect(ctx, b)
}

// bisect answers what b asks.
func (s *session) bisect(ctx context.Context, b BisectOptions) (status int, err error) {
	var old *journal.Journal
	if b.Resume {
		if old, err = s.resume(b); err != nil {
			return BadUsage, err
		}
	}
	if old == nil {
		err = s.seek(ctx, b)
	}
	if err != nil {
		return PtrFailed, err
	}
	hide := s.line.during("building the tests, and preparing databases")
	p, all, err := s.prober(ctx)
	hide()
	if err != nil {
		return PtrFailed, because(ctx, err)
	}
	defer func() { err = cmp.Or(err, p.close(err == nil)) }()
	if err := s.journal(ctx, p, all, b, old); err != nil {
		return PtrFailed, because(ctx, err)
	}
	return s.answer(ctx, p, all, b)
}

// answer searches, and says what was found.
func (s *session) answer(ctx context.Context, p *prober, all []suite.Test, b BisectOptions) (int, error) {
	if b.Pair != "" {
		return OK, goOn(ctx, s.pair(ctx, p, all, b))
	}
	answers, accounts, err := s.search(ctx, p, all, b)
	if err != nil {
		return PtrFailed, goOn(ctx, err)
	}
	if n := p.journal.Replayed(); n > 0 && !b.teller.stdout {
		fmt.Fprintf(s.streams.Out, "%s had run before the search was interrupted, and did not run again\n", processes(n))
	}
	title := "Why " + b.Failing + " fails"
	err = b.teller.tell(told{title, s.searchFacts(p), accounts, answers})
	if slices.ContainsFunc(answers, func(a Answer) bool { return a.Finding.Kind == bisect.NotReproduced }) {
		return NoAnswer, err
	}
	return OK, err
}

// seek has only those units built that can have what is asked for, where no others are
// needed: those that ran beside it when it failed, or that a file names.
func (s *session) seek(ctx context.Context, b BisectOptions) error {
	label := cmp.Or(b.Failing, b.Pair)
	if b.Order != "" || b.Run != "" {
		return nil
	}
	lonely, err := s.lonely(ctx, label)
	if lonely || b.Pair != "" {
		s.sought = []string{label}
	}
	return err
}

// prober sets everything up for trials. It returns the tests of the suite, too.
func (s *session) prober(ctx context.Context) (*prober, []suite.Test, error) {
	_, tests, sets, err := s.setUp(ctx)
	if err != nil {
		return nil, nil, err
	}
	costs, err := s.costs(ctx)
	if err != nil {
		return nil, nil, err
	}
	workers, err := s.workers(ctx)
	if err != nil {
		return nil, nil, err
	}
	lanes := make([]plan.Lane, workers)
	for i := range lanes {
		lanes[i] = plan.Lane{plan.Piece{}, plan.Piece{}} // one clone in use, and one being made
	}
	landlord, err := s.house(sets, plan.Plan{Lanes: lanes})
	if err != nil {
		return nil, nil, err
	}
	landlord.suite = s.name
	p := &prober{session: s, landlord: landlord, costs: costs, tests: map[suite.ID]suite.Test{}, workers: workers}
	for _, t := range tests {
		p.tests[t.ID] = t
	}
	return p, tests, nil
}

// search explains the failures of all tests that the label means, one after the other.
func (s *session) search(ctx context.Context, p *prober, all []suite.Test, b BisectOptions) (answers []Answer, accounts []account, err error) {
	tests, err := named(all, b.Failing)
	if err != nil {
		return nil, nil, err
	}
	failed, err := s.failures(ctx, p, all, tests, b)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range failed {
		answer, told, err := s.explainFailure(ctx, p, all, f, b)
		if err != nil {
			return nil, nil, err
		}
		answers, accounts = append(answers, answer), append(accounts, told)
	}
	return answers, accounts, nil
}

// failures are tests that fail, each with an order in which it does: that of a file, or of
// the history or, if nothing is known, one that is looked for now.
func (s *session) failures(ctx context.Context, p *prober, all, tests []suite.Test, b BisectOptions) ([]failing, error) {
	if b.Order != "" {
		return s.failedIn(b.Order, b.ran, all, tests)
	}
	failed, err := s.failedBefore(ctx, tests, b.Run)
	if err != nil || len(failed) > 0 {
		return failed, err
	}
	if b.Run != "" {
		return nil, Usage(fmt.Errorf("%s did not fail in run %s", b.Failing, b.Run), "ptr history lists the runs, and ptr show what failed in one")
	}
	if failed, err = s.failingOrders(ctx, p, all, tests); err == nil && len(failed) == 0 {
		err = unfailing(b.Failing, tests)
	}
	return failed, err
}

func (s *session) random() *rand.Rand { return rand.New(rand.NewPCG(s.config.Seed, 0)) }
