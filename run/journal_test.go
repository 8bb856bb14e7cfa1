package run_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

func TestAJournalRecordsEveryEventBeforeItShowsIt(t *testing.T) {
	recorded := map[suite.ID]bool{}
	var shown []suite.ID
	j := run.NewJournal(
		func(events []suite.Event) error {
			for _, e := range events {
				recorded[e.(suite.Began).Test] = true
			}
			return nil
		},
		func(e suite.Event) {
			id := e.(suite.Began).Test
			if !recorded[id] {
				t.Errorf("%s was shown before it was recorded", id)
			}
			shown = append(shown, id)
		},
		func(err error) { t.Error(err) },
	)
	var emitters sync.WaitGroup
	for _, id := range []suite.ID{"a", "b", "c", "d"} {
		emitters.Go(func() { j.Emit(suite.Began{Test: id}) })
	}
	emitters.Wait()
	j.Close()
	slices.Sort(shown)
	if want := []suite.ID{"a", "b", "c", "d"}; !slices.Equal(shown, want) {
		t.Errorf("shown %v, want %v", shown, want)
	}
}

func TestAJournalShowsNothingThatItCouldNotRecord(t *testing.T) {
	full := errors.New("disk full")
	var failures []error
	j := run.NewJournal(
		func([]suite.Event) error { return full },
		func(e suite.Event) { t.Errorf("shown: %v", e) },
		func(err error) { failures = append(failures, err) },
	)
	for range 3 {
		j.Emit(suite.Began{Test: "a"})
	}
	j.Close()
	if !slices.Equal(failures, []error{full}) {
		t.Errorf("failures %v, want one %q", failures, full)
	}
}
