package culprits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ptr-project/ptr/bisect/journal"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// unresumed is after how long without --resume the journal of a search is removed.
const unresumed = 14 * 24 * time.Hour

// journalFile is that of searches for an answer to what b asks.
func (s seeker) journalFile(b Question) (string, error) {
	asked, err := json.Marshal([]any{b.Failing, b.Pair, b.Matrix, b.Exhaustive, b.Run, b.Order, b.Cleaners, b.Alpha, s.Args, s.Tests, s.Filter})
	sum := sha256.Sum256(asked)
	return filepath.Join(s.Config.Dir, invocation.StateFolder, "searches", hex.EncodeToString(sum[:6])+".jsonl"), err
}

// resume opens the journal of the search that was interrupted, and takes its seed.
func (s seeker) resume(b Question) (*journal.Journal, error) {
	file, err := s.journalFile(b)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(file)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, console.Usage(errors.New("--resume: no search of these arguments was interrupted"), "leave it out, and the search begins; or type what was typed then")
	case err != nil:
		return nil, console.Usage(fmt.Errorf("--resume: %w", err), "leave it out, and the search begins anew")
	}
	s.Config.Seed, s.Until, s.Sought = j.Head.Seed, j.Head.Run, j.Head.Sought
	return j, nil
}

// journal begins one for a search, or checks that the one of an interrupted search is of
// the suite as it is now. The prober then has it.
func (s seeker) journal(ctx context.Context, p *app.Prober, all []suite.Test, b Question, old *journal.Journal) error {
	sum, err := s.print(p, all)
	if err != nil {
		return err
	}
	if old != nil {
		p.Journal = old
		if old.Head.Print != sum {
			return console.Usage(errors.New("--resume: the suite has changed since the search was interrupted: what its trials have shown does not count any more"),
				"leave it out, and the search begins anew")
		}
		return nil
	}
	file, err := s.journalFile(b)
	if err != nil {
		return err
	}
	forgetOld(filepath.Dir(file), time.Now().Add(-unresumed))
	runs, err := s.DB.Runs(ctx, 1)
	if err != nil {
		return app.HistoryError(err)
	}
	head := journal.Head{Print: sum, Seed: s.Config.Seed, Sought: s.Sought}
	if len(runs) > 0 {
		head.Run = runs[0].Number
	}
	if p.Journal, err = journal.Create(file, head); err != nil {
		return console.Failure(err, "ptr keeps what a search has found there, and needs to write it")
	}
	return nil
}

// print is a sum of all that decides how tests end, as far as ptr knows it.
func (s seeker) print(p *app.Prober, all []suite.Test) (string, error) {
	stamp := ""
	if f, ok := s.Framework.(framework.Stamped); ok {
		var err error
		if stamp, err = f.Stamp(); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal([]any{stamp, app.IDsOf(all), p.Fingerprints(), s.TestArgs, s.Facts, s.Config.Env})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12]), err
}

// forgetOld removes journals that nobody has come back to. That one can't be removed is
// not worth a word.
func forgetOld(folder string, before time.Time) {
	files, _ := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().Before(before) {
			_ = os.Remove(file)
		}
	}
}

// goOn says how a search goes on that was interrupted.
func goOn(ctx context.Context, err error) error {
	var ended *console.Error
	if errors.As(app.Because(ctx, err), &ended) && ended.Status == console.Interrupted {
		return &console.Error{Status: ended.Status, Err: ended.Err, Hint: "the same command goes on with it, with --resume"}
	}
	return err
}

// closeJournal ends that of p: it stays where the search has begun, and not come to its end.
func closeJournal(p *app.Prober, over bool) error {
	switch {
	case p == nil || p.Journal == nil:
		return nil
	case over || p.Journal.Empty():
		return p.Journal.Remove()
	}
	return p.Journal.Close()
}
