package history

import (
	"encoding/json"

	"github.com/ptr-project/ptr/suite"
)

// A place is where a test is under way. A process never runs the same test
// twice at the same time.
type place struct {
	test            int64
	worker, process int
}

// A beginning is a test that has begun and not ended. Only one that is so when
// a transaction ends gets a row of its own, so that most tests need none.
type beginning struct {
	seq, at, usual int64
	stored         bool
}

func (r *Recorder) began(e suite.Began) error {
	key, err := r.names.key(e.Test, "")
	r.underway[place{key, e.Worker, e.Process}] = &beginning{seq: r.seq, at: nanos(e.Time), usual: int64(e.Usual)}
	return err
}

// storeUnderway writes down what has begun since the last time, and not ended.
func (r *Recorder) storeUnderway() error {
	for p, b := range r.underway {
		if b.stored {
			continue
		}
		b.stored = true
		err := r.rows.underway.add(r.run.Number, b.seq, p.test, int64(p.worker), int64(p.process), b.at, b.usual)
		if err != nil {
			return err
		}
	}
	return nil
}

// take ends what is under way at p. It returns the zero beginning for a subtest,
// and for a test that was never said to begin.
func (r *Recorder) take(p place) (beginning, error) {
	b := r.underway[p]
	if b == nil {
		return beginning{}, nil
	}
	delete(r.underway, p)
	if !b.stored {
		return *b, nil
	}
	return *b, r.link.exec("DELETE FROM underway WHERE run = ? AND seq = ?", r.run.Number, b.seq)
}

func (r *Recorder) ended(a suite.Attempt) error {
	test, err := r.names.key(a.Test, a.Unit)
	if err != nil {
		return err
	}
	parent, err := r.names.key(a.Parent, a.Unit)
	if err != nil {
		return err
	}
	b, err := r.take(place{test, a.Worker, a.Process})
	if err != nil {
		return err
	}
	if err := r.found(a); err != nil {
		return err
	}
	raised, err := listText(a.Raised)
	if err != nil {
		return err
	}
	at, length := r.output.add(a.Output)
	return r.rows.attempts.add(r.run.Number, r.seq, test, parent, string(a.Cause),
		int64(a.Number), int64(a.Worker), int64(a.Process), int64(a.Position),
		string(a.Outcome), nanos(a.Start), int64(a.Duration), a.Failure, at, length,
		b.seq, b.at, b.usual, raised)
}

// listText is JSON, and nothing for nothing: so it is nearly always.
func listText[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// readList reads what listText has made.
func readList[T any](text string) (list []T, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &list)
	}
	return list, err
}

func (r *Recorder) found(a suite.Attempt) error {
	for _, l := range a.Leaks {
		if err := r.rows.leaks.add(r.run.Number, r.seq, string(l.Kind), l.What); err != nil {
			return err
		}
	}
	for _, c := range a.Changes {
		if err := r.rows.changes.add(r.run.Number, r.seq, c.Alias, c.Where, c.Old, c.New); err != nil {
			return err
		}
	}
	for _, s := range a.Statements {
		args, err := json.Marshal(s.Args)
		if err != nil {
			return err
		}
		err = r.rows.statements.add(r.run.Number, r.seq, int64(s.Number), s.Text, string(args), s.Where,
			int64(s.After), int64(s.Duration), s.Result, s.Error)
		if err != nil {
			return err
		}
	}
	return nil
}
