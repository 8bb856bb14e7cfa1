package history_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/history"
	"github.com/ptr-project/ptr/suite"
)

// done is a run of tests with these outcomes that finished.
func done(t *testing.T, db *history.DB, tests []suite.Test, outcomes ...suite.Outcome) history.Run {
	t.Helper()
	var all []suite.Event
	for i, o := range outcomes {
		end := passed(tests[i], i)
		end.Outcome, end.Output = o, []byte("printed")
		all = append(all, end)
	}
	return record(t, t, db, ourRun(t), tests, all, []suite.Event{suite.RunFinished{}})
}

func TestFind(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	_, err := db.Find(t.Context(), history.Latest)
	if err == nil || err.Error() != "no run has been recorded" {
		t.Errorf("Find(latest) in an empty history: %v", err)
	}
	var ids []string
	for range 20 {
		ids = append(ids, done(t, db, nil).ID)
	}
	for _, id := range ids {
		if got, err := db.Find(t.Context(), id); err != nil || got.ID != id {
			t.Errorf("Find(%s) = %s, %v", id, got.ID, err)
		}
	}
	if got, err := db.Find(t.Context(), ids[0][:2]); err != nil || got.ID != ids[0] {
		t.Errorf("Find(%s) = %s, %v, want %s", ids[0][:2], got.ID, err, ids[0])
	}
	var unknown *history.UnknownError
	for _, id := range []string{"xyz", "", "%", "_"} {
		if _, err := db.Find(t.Context(), id); !errors.As(err, &unknown) {
			t.Errorf("Find(%q): %v, want an UnknownError", id, err)
		}
	}
	slices.Reverse(ids)
	same := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id[0] != ids[0][0] })
	var ambiguous *history.AmbiguousError
	if _, err := db.Find(t.Context(), ids[0][:1]); len(same) > 1 && (!errors.As(err, &ambiguous) || !slices.Equal(ambiguous.Candidates, same)) {
		t.Errorf("Find(%s): %v, want the candidates %v", ids[0][:1], err, same)
	}
}

func TestLastFailedNamesTestsAndUnits(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(5)
	retry := passed(tests[1], 9)
	retry.Cause = suite.Retry
	all := []suite.Event{
		suite.UnitEnded{UnitResult: suite.UnitResult{Unit: "u9", Outcome: suite.Fail, Reason: "build failed"}},
	}
	for i, o := range []suite.Outcome{suite.Crash, suite.Fail, suite.Pass, suite.Broken} {
		end := passed(tests[i], i)
		end.Outcome = o
		all = append([]suite.Event{end}, all...)
	}
	run := record(t, t, db, ourRun(t), tests, append(all, retry), []suite.Event{suite.RunFinished{}})
	record(t, t, db, ourRun(t), tests) // is running

	got, err := db.LastFailed(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	run.State = history.Finished
	want := history.Failures{Run: run, Tests: []suite.ID{tests[0].ID, tests[3].ID}, Units: []string{"u9"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("LastFailed (-want +got):\n%s", diff)
	}
	var unknown *history.UnknownError
	if _, err := db.LastFailed(t.Context(), "another"); !errors.As(err, &unknown) {
		t.Errorf("LastFailed of another suite: %v, want an UnknownError", err)
	}
}

func TestExecutedIsTheOrderOfEachProcess(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(6)
	ran := func(i, worker, process, position int) suite.Event {
		end := passed(tests[i], i)
		end.Worker, end.Process, end.Position = worker, process, position
		return end
	}
	sub, again := passed(tests[0], 0), passed(tests[1], 1)
	sub.Parent, sub.Test = sub.Test, sub.Test+"/sub"
	again.Cause, again.Worker, again.Process = suite.Diagnosis, 1, 3
	run := record(t, t, db, ourRun(t), tests, []suite.Event{
		ran(1, 2, 1, 0), again, sub, ran(2, 1, 1, 1), ran(0, 1, 1, 0), ran(4, 1, 2, 0),
	})
	want := []history.Stretch{
		{Worker: 1, Process: 1, Unit: tests[0].Unit, Order: suite.Order{tests[0].ID, tests[2].ID}},
		{Worker: 1, Process: 2, Unit: tests[4].Unit, Order: suite.Order{tests[4].ID}},
		{Worker: 2, Process: 1, Unit: tests[1].Unit, Order: suite.Order{tests[1].ID}},
	}
	got, err := db.Executed(t.Context(), run)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Executed: %v (-want +got):\n%s", err, diff)
	}
}

func TestEstimatesFollowDurationsAndForgetHiccups(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(2)[1:]
	estimate := func(took time.Duration, o suite.Outcome) history.Estimate {
		end := passed(tests[0], 0)
		end.Duration, end.Outcome = took, o
		record(t, t, db, ourRun(t), tests, []suite.Event{end}, []suite.Event{suite.RunFinished{}})
		all, err := db.Estimates(t.Context(), "shop")
		if err != nil {
			t.Fatal(err)
		}
		return all[tests[0].ID]
	}
	steps := []struct {
		took    time.Duration
		outcome suite.Outcome
		want    history.Estimate
	}{
		{time.Second, suite.Fail, history.Estimate{FailedRecently: true}},
		{time.Second, suite.Pass, history.Estimate{Duration: time.Second, Runs: 1, FailedRecently: true}},
		{2 * time.Second, suite.Pass, history.Estimate{Duration: 1400 * time.Millisecond, Runs: 2, FailedRecently: true}},
		{time.Hour, suite.Pass, history.Estimate{Duration: 2520400 * time.Microsecond, Runs: 3, FailedRecently: true}},
		{time.Second, suite.Skip, history.Estimate{Duration: 2520400 * time.Microsecond, Runs: 3, FailedRecently: true}},
	}
	for i, s := range steps {
		if got := estimate(s.took, s.outcome); got != s.want {
			t.Errorf("step %d: estimate %+v, want %+v", i, got, s.want)
		}
	}
	for range 6 {
		estimate(time.Second, suite.Pass)
	}
	if got := estimate(time.Second, suite.Pass); got.FailedRecently || got.Duration > 1100*time.Millisecond {
		t.Errorf("after ten good runs: %+v, want about 1 s and no failure", got)
	}
}

func TestUsageTellsWaitingFromComputing(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(1)
	for _, cpu := range []time.Duration{1, 2} {
		end := passed(tests[0], 0)
		end.Duration = 3 * time.Second
		unit := suite.UnitResult{Unit: tests[0].Unit, Outcome: suite.Pass, Duration: 4 * time.Second, CPU: cpu * time.Second}
		record(t, t, db, ourRun(t), tests, []suite.Event{end, suite.UnitEnded{UnitResult: unit}, suite.RunFinished{}})
	}
	got, err := db.Usage(t.Context(), "shop")
	want := map[string]history.Usage{tests[0].Unit: {Wall: 4 * time.Second, CPU: 2 * time.Second, Tests: 3 * time.Second, Processes: 1, Workers: 2}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Usage: %v (-want +got):\n%s", err, diff)
	}
}

func TestOutcomesOfATestBefore(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(3)
	done(t, db, tests, suite.Pass, suite.Pass, suite.Fail)
	done(t, db, tests, suite.Pass, suite.Pass) // not the third
	done(t, db, tests, suite.Pass, suite.Pass, suite.Pass)
	now := done(t, db, tests, suite.Pass, suite.Pass, suite.Fail)
	past, err := db.Outcomes(t.Context(), now, tests[2].ID, 5)
	if err != nil {
		t.Fatal(err)
	}
	type brief struct {
		number  int64
		verdict suite.Verdict
		workers int
	}
	var got []brief
	for _, p := range past {
		got = append(got, brief{p.Run.Number, p.Verdict, p.Workers})
	}
	if want := []brief{{3, suite.Passed, 1}, {1, suite.Failed, 1}}; !slices.Equal(got, want) {
		t.Errorf("Outcomes = %v, want %v", got, want)
	}
	if past, err := db.Outcomes(t.Context(), now, "never.Heard", 5); len(past) > 0 || err != nil {
		t.Errorf("Outcomes of an unknown test = %v, %v", past, err)
	}
}

func TestEverFailed(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "history.db"))
	tests := someTests(3)
	done(t, db, tests, suite.Pass, suite.Crash, suite.Fail)
	for range 12 {
		done(t, db, tests, suite.Pass, suite.Pass, suite.Skip)
	}
	got, err := db.EverFailed(t.Context())
	if want := []suite.ID{tests[2].ID, tests[1].ID}; !slices.Equal(got, want) || err != nil {
		t.Errorf("EverFailed = %v, %v, want %v", got, err, want)
	}
}

func TestPruneForgetsOldRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	db := open(t, path)
	tests := someTests(2)
	sub := passed(tests[0], 0)
	sub.Parent, sub.Test = sub.Test, sub.Test+"/0xc000123456"
	record(t, t, db, ourRun(t), tests, []suite.Event{sub, suite.RunFinished{}})
	done(t, db, tests, suite.Pass, suite.Fail)
	kept := done(t, db, tests, suite.Fail, suite.Pass)
	want := events(t, t, db, kept)

	if err := db.Prune(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	runs, err := db.Runs(t.Context(), 0)
	if err != nil || len(runs) != 1 || runs[0].ID != kept.ID {
		t.Errorf("runs %v, %v; want %s only", runs, err, kept.ID)
	}
	if diff := cmp.Diff(want, events(t, t, db, kept)); diff != "" {
		t.Errorf("events of the run that was kept (-before +after):\n%s", diff)
	}
	folders, err := os.ReadDir(filepath.Join(filepath.Dir(path), "runs"))
	if err != nil || len(folders) != 1 || folders[0].Name() != kept.ID {
		t.Errorf("folders %v, %v; want %s only", folders, err, kept.ID)
	}
	if next := done(t, db, tests, suite.Pass); next.Number != 4 {
		t.Errorf("the next run has number %d, want 4: IDs are never used again", next.Number)
	}
}
