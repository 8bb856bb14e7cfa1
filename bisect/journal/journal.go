// Package journal keeps what the trials of a search have shown, so that one that was
// interrupted, or killed, goes on where it was.
//
// A search is the same whenever its seed and the outcomes of its trials are: so it begins
// anew, and trials that the journal has are not run again. There is nothing else to keep.
package journal

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/ptr-project/ptr/suite"
)

// A Head is what has to be the same for trials to be those of one search.
type Head struct {
	Print string `json:"print"` // of the suite
	Seed  uint64 `json:"seed"`
	Run   int64  `json:"run"` // number of the latest run in the history then

	Sought []string `json:"sought,omitempty"` // labels of the tests that were looked for, if only their units were built
}

// A Journal is a file that is only appended to, a line for each trial. Its methods are
// safe for concurrent use.
type Journal struct {
	Head     Head
	replayed atomic.Int64
	kept     atomic.Int64

	mu   sync.Mutex
	file *os.File
	had  map[string][][]suite.Attempt // by trial, in the order in which they ended
	next map[string]int               // how many of each were asked for so far
}

// An entry is a trial that has ended.
type entry struct {
	Trial string `json:"trial"` // its sum
	Ends  []end  `json:"ends"`
}

// An end is what counts of an attempt.
type end struct {
	Outcome suite.Outcome `json:"o,omitempty"`
	Failure string        `json:"f,omitempty"`

	// Raised is what was raised first, without lines of code and variables: it tells one
	// failure from another.
	Raised []suite.Exception `json:"r,omitempty"`
}

func endOf(a suite.Attempt) end {
	e := end{Outcome: a.Outcome, Failure: a.Failure}
	for _, x := range a.Raised[:min(1, len(a.Raised))] {
		kept := suite.Exception{Type: x.Type, Message: x.Message}
		for _, f := range x.Frames {
			kept.Frames = append(kept.Frames, suite.Frame{File: f.File, Line: f.Line, Function: f.Function})
		}
		e.Raised = append(e.Raised, kept)
	}
	return e
}

// Create begins a journal, in place of any that there is.
func Create(path string, h Head) (*Journal, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	j := &Journal{Head: h, file: file, next: map[string]int{}}
	if err := j.write(h); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// Open goes on with a journal. The error wraps [os.ErrNotExist] if there is none. A last
// line that is not whole is that of a trial whose end was not written: it runs again.
func Open(path string) (*Journal, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	j := &Journal{had: map[string][][]suite.Attempt{}, next: map[string]int{}}
	whole := bytes.LastIndexByte(text, '\n') + 1
	lines := bufio.NewScanner(bytes.NewReader(text[:whole]))
	lines.Buffer(nil, len(text)+1)
	for number := 1; lines.Scan(); number++ {
		if err := j.read(number, lines.Bytes()); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, number, err)
		}
	}
	if whole == 0 {
		return nil, fmt.Errorf("%s: %w", path, os.ErrNotExist)
	}
	if j.file, err = os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o644); err != nil {
		return nil, err
	}
	if err := j.file.Truncate(int64(whole)); err != nil {
		return nil, errors.Join(err, j.file.Close())
	}
	return j, nil
}

func (j *Journal) read(number int, line []byte) error {
	if number == 1 {
		return json.Unmarshal(line, &j.Head)
	}
	var e entry
	if err := json.Unmarshal(line, &e); err != nil {
		return err
	}
	var attempts []suite.Attempt
	for _, end := range e.Ends {
		attempts = append(attempts, suite.Attempt{Outcome: end.Outcome, Failure: end.Failure, Raised: end.Raised})
	}
	j.had[e.Trial] = append(j.had[e.Trial], attempts)
	return nil
}

// Probe is run, but for trials that the journal has: their attempts have no more than the
// test, the outcome, the failure, and what was raised first.
func (j *Journal) Probe(run suite.Probe) suite.Probe {
	return func(ctx context.Context, t suite.Trial) ([]suite.Attempt, error) {
		sum, err := sumOf(t)
		if err != nil {
			return nil, err
		}
		if attempts, ok := j.recall(sum, t); ok {
			j.replayed.Add(1)
			return attempts, nil
		}
		attempts, err := run(ctx, t)
		if err != nil || ctx.Err() != nil {
			return attempts, err
		}
		return attempts, j.keep(sum, attempts)
	}
}

// Replayed is how many trials were not run again.
func (j *Journal) Replayed() int { return int(j.replayed.Load()) }

// Empty reports whether it has no trial, so that there is nothing to go on with.
func (j *Journal) Empty() bool { return len(j.had) == 0 && j.kept.Load() == 0 }

// recall returns what the next of the trials with this sum has shown.
func (j *Journal) recall(sum string, t suite.Trial) ([]suite.Attempt, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	i := j.next[sum]
	j.next[sum]++
	if i >= len(j.had[sum]) || len(j.had[sum][i]) != len(t.Order) {
		return nil, false
	}
	attempts := j.had[sum][i]
	for k, id := range t.Order {
		if attempts[k].Outcome != "" {
			attempts[k].Test = id
		}
	}
	return attempts, true
}

func (j *Journal) keep(sum string, attempts []suite.Attempt) error {
	j.kept.Add(1)
	e := entry{Trial: sum}
	for _, a := range attempts {
		e.Ends = append(e.Ends, endOf(a))
	}
	return j.write(e)
}

// write appends a line by one call, so that a kill leaves it whole or at the end.
func (j *Journal) write(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err = j.file.Write(append(line, '\n'))
	return err
}

// Close keeps the journal for a search that goes on.
func (j *Journal) Close() error { return j.file.Close() }

// Remove ends the journal of a search that is over.
func (j *Journal) Remove() error { return errors.Join(j.file.Close(), os.Remove(j.file.Name())) }

func sumOf(t suite.Trial) (string, error) {
	text, err := json.Marshal(t)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12]), err
}
