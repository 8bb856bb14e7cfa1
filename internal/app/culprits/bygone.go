package culprits

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ptr-project/ptr/flaky/revisions"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/suite"
)

// A bygone is the suite at earlier revisions, in a clone of its repository that ends with
// the run: what the user works on is not touched.
type bygone struct {
	*app.Session
	clone   string   // its working tree
	below   string   // where in it the suite is
	commits []commit // from the oldest to the latest
	failing failing
	line    *console.LiveLine

	at      int // the revision that is open; -1 if none is
	visited *app.Session
	prober  *app.Prober // nil if the revision cannot be tested
	why     string      // it cannot
	trial   suite.Trial
}

// unfold clones the repository for the revisions since one.
func unfold(ctx context.Context, s *app.Session, since string) (*bygone, error) {
	top, err := app.Git(ctx, s.Root, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, console.Usage(fmt.Errorf("--since: %w", err), "it needs a git repository")
	}
	top = strings.TrimSpace(top)
	here, err := filepath.EvalSymlinks(s.Root)
	if err != nil {
		return nil, err
	}
	h := &bygone{Session: s, at: -1, line: s.Streams.LiveLine()}
	if h.below, err = filepath.Rel(top, here); err != nil {
		return nil, err
	}
	if h.commits, err = commitsSince(ctx, s.Root, since); err != nil {
		return nil, err
	}
	if strings.HasSuffix(app.Revision(ctx, s.Root), app.Dirty) {
		fmt.Fprintln(s.Streams.Err, "ptr: warning: what is not committed is left out")
	}
	folder, err := s.Area.Folder(scratch.Disk, "revisions")
	if err != nil {
		return nil, err
	}
	h.clone = filepath.Join(folder, filepath.Base(top))
	_, err = app.Git(ctx, folder, "clone", "--quiet", "--shared", "--no-checkout", top, h.clone)
	return h, err
}

// probe is a [revisions.Probe].
func (h *bygone) probe(ctx context.Context, revision, runs int) (failed bool, passed int, err error) {
	if err := h.visit(ctx, revision); err != nil {
		return false, 0, err
	}
	h.line.Show(func(since time.Duration) string {
		return fmt.Sprintf(" %s  running the test up to %d times, %s", h.commits[revision].Short, runs, console.Seconds(since))
	})
	defer h.line.Hide()
	for !failed && passed < runs {
		bad, good, err := h.several(ctx, min(h.prober.Workers, runs-passed))
		if err != nil {
			return false, 0, err
		}
		if failed, passed = bad > 0, passed+good; bad+good == 0 {
			h.why = "the test was skipped, or failed in another way"
			return false, 0, revisions.ErrUntestable
		}
	}
	return failed, passed, nil
}

// several runs the test so many times at once, and counts how often it failed as it is
// known to, and passed.
func (h *bygone) several(ctx context.Context, times int) (failed, passed int, err error) {
	var all sync.WaitGroup
	outcomes, errs := make([]suite.Attempt, times), make([]error, times)
	for i := range times {
		all.Go(func() {
			attempts, err := h.prober.Probe(ctx, h.trial)
			if errs[i] = err; err == nil {
				outcomes[i] = attempts[len(attempts)-1]
			}
		})
	}
	all.Wait()
	for _, a := range outcomes {
		switch {
		case a.Outcome.Bad() && h.failing.known.Outcome == "":
			h.failing.known = suite.SignatureOf(a)
			failed++
		case a.Outcome.Bad() && suite.SignatureOf(a) == h.failing.known:
			failed++
		case a.Outcome == suite.Pass || a.Outcome == suite.ExpectedFailure:
			passed++
		}
	}
	return failed, passed, errors.Join(errs...)
}

// visit checks a revision out, builds it and prepares its databases.
func (h *bygone) visit(ctx context.Context, revision int) error {
	if h.at != revision {
		if err := h.leave(); err != nil {
			return err
		}
		hide := h.line.During(" " + h.commits[revision].Short + "  building the test, and preparing databases")
		err := h.enter(ctx, revision)
		hide()
		if err != nil {
			return err
		}
	}
	if h.prober == nil {
		return revisions.ErrUntestable
	}
	return nil
}

func (h *bygone) enter(ctx context.Context, revision int) (err error) {
	h.at, h.why = revision, ""
	if _, err := app.Git(ctx, h.clone, "checkout", "--quiet", "--force", "--detach", h.commits[revision].ID); err != nil {
		return err
	}
	o := h.Options
	o.Dir = filepath.Join(h.clone, h.below)
	o.Tests, o.Filter, o.Changed, o.RerunFailed, o.Seed = nil, "", "", false, h.Config.Seed
	if _, err := os.Stat(o.Dir); err != nil {
		return revisions.ErrAbsent
	}
	streams := h.Streams
	streams.Out, streams.Err = io.Discard, io.Discard
	if h.visited, err = app.Open(streams, o); err != nil {
		return h.untestable(ctx, err)
	}
	id := h.failing.test.ID
	if f, ok := h.visited.Framework.(framework.Sifter); ok {
		units, err := f.Sift(ctx, nil, func(other suite.ID) bool { return other == id })
		if err == nil && len(units) == 0 {
			return revisions.ErrAbsent
		}
		h.visited.Sought = []string{string(id)}
	}
	p, all, err := h.visited.Prober(ctx)
	if err != nil {
		return h.untestable(ctx, err)
	}
	if _, ok := p.Tests[id]; !ok {
		if len(all) == 0 {
			return h.untestable(ctx, errors.New("it does not build"))
		}
		return revisions.ErrAbsent
	}
	h.prober, h.trial = p, suite.Trial{}
	for _, before := range h.failing.before {
		if _, ok := p.Tests[before]; ok {
			h.trial.Order = append(h.trial.Order, before)
		}
	}
	h.trial.Order = append(slices.Clip(h.trial.Order), id)
	return nil
}

// untestable says that a revision is passed over for err, unless the user ended all.
func (h *bygone) untestable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	h.why, _, _ = strings.Cut(err.Error(), "\n")
	return revisions.ErrUntestable
}

// leave gives back what the open revision took.
func (h *bygone) leave() error {
	visited := h.visited
	h.visited, h.prober, h.at = nil, nil, -1
	if visited == nil {
		return nil
	}
	return visited.Close()
}
