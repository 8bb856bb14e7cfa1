package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/suite"
)

// A Difference is a test that ends in one way where its worker was spawned, and
// in another where it was forked.
type Difference struct {
	Test    suite.ID      `json:"test"`
	Spawned suite.Outcome `json:"spawned"`
	Forked  suite.Outcome `json:"forked"`
	Why     string        `json:"why"` // as far as can be told
}

// Differences are all of them, and the runs that they are between.
type Differences struct {
	Spawned string       `json:"spawned_run"`
	Forked  string       `json:"forked_run"`
	Tests   int          `json:"tests"`
	Differ  []Difference `json:"differ"`
}

// DiffStartMethods runs a suite twice, every worker the same tests in the same
// order: spawned, and then forked. It tells which tests differ.
func DiffStartMethods(ctx context.Context, streams console.Streams, o invocation.Options, file string) (status int, err error) {
	var runs [2]history.Run
	for i, method := range []string{"spawn", "fork"} {
		o.Python.StartMethod = method
		if method == "spawn" {
			status, err = Run(ctx, streams, o)
		} else {
			status, err = Replay(ctx, streams, o, ReplayOptions{Runs: []string{runs[0].ID}})
		}
		if err != nil || status == console.Interrupted {
			return status, err
		}
		if runs[i], err = latest(ctx, o.Dir); err != nil {
			return console.PtrFailed, err
		}
	}
	found, err := differences(ctx, o.Dir, runs)
	if err != nil {
		return console.PtrFailed, err
	}
	if file != "" {
		err = console.WriteJSON(streams, file, found)
	}
	if file != "-" {
		err = errors.Join(err, found.show(streams.Out))
	}
	if len(found.Differ) > 0 {
		return console.TestsFailed, err
	}
	return console.OK, err
}

// latest is the run that has just ended.
func latest(ctx context.Context, dir string) (r history.Run, err error) {
	past, err := OpenPast(dir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, past.DB.Close()) }()
	return FindRun(ctx, past.DB, nil)
}

// differences compares the first attempts of two runs.
func differences(ctx context.Context, dir string, runs [2]history.Run) (found Differences, err error) {
	past, err := OpenPast(dir)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, past.DB.Close()) }()
	var ends [2]map[suite.ID]end
	for i, r := range runs {
		if ends[i], err = endsOf(ctx, past.DB, r); err != nil {
			return found, HistoryError(err)
		}
	}
	found = Differences{Spawned: runs[0].ID, Forked: runs[1].ID, Tests: len(ends[0]), Differ: []Difference{}}
	for _, id := range slices.Sorted(maps.Keys(ends[0])) {
		spawned, forked := ends[0][id], ends[1][id]
		if spawned.first.Outcome != forked.first.Outcome {
			found.Differ = append(found.Differ, Difference{id, spawned.first.Outcome, forked.first.Outcome, reasonOf(spawned, forked)})
		}
	}
	return found, nil
}

// An end is how a test ended in a run.
type end struct{ first, alone suite.Attempt }

func endsOf(ctx context.Context, db *history.DB, r history.Run) (map[suite.ID]end, error) {
	ends := map[suite.ID]end{}
	for a, err := range db.Attempts(ctx, r) {
		if err != nil {
			return nil, err
		}
		e := ends[a.Test]
		switch {
		case a.Parent != "":
			continue
		case a.Cause == suite.Diagnosis || a.Cause == suite.Suspect:
			e.alone = a.Attempt
		case e.first.Outcome == "":
			e.first = a.Attempt
		}
		ends[a.Test] = e
	}
	return ends, nil
}

// reasonOf is what is known of why a test differs: the message of the end that
// was bad, and whether that depends on what ran before it.
func reasonOf(spawned, forked end) string {
	bad, how := spawned, "spawned"
	if spawned.first.Outcome.Good() {
		bad, how = forked, "forked"
	}
	if bad.first.Outcome == "" {
		return how + " it did not run"
	}
	reason, _, _ := strings.Cut(bad.first.Failure, "\n")
	reason = cmp.Or(reason, string(bad.first.Outcome))
	switch {
	case bad.alone.Outcome.Bad():
		return fmt.Sprintf("%s; alone in a process that is %s too", reason, how)
	case bad.alone.Outcome.Good():
		return fmt.Sprintf("%s; not alone in a process that is %s, so that something before it is needed, too", reason, how)
	}
	return reason
}

// show prints them as a table.
func (d Differences) show(w io.Writer) error {
	if len(d.Differ) == 0 {
		_, err := fmt.Fprintf(w, " all %d ended alike, spawned (run %s) and forked (run %s)\n", d.Tests, d.Spawned, d.Forked)
		return err
	}
	fmt.Fprintf(w, " %d of %d tests end otherwise where their worker is spawned (run %s) than where it is forked (run %s)\n\n", len(d.Differ), d.Tests, d.Spawned, d.Forked)
	table := console.Table(w, 4)
	table.Header("test", "spawned", "forked", "why")
	for _, one := range d.Differ {
		if err := table.Append(string(one.Test), string(one.Spawned), string(one.Forked), one.Why); err != nil {
			return err
		}
	}
	return table.Render()
}
