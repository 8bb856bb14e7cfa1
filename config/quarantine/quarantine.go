// Package quarantine keeps the list of tests that run, are reported, and do not fail the
// build until a date. It is a file beside ptr.toml that is committed: everyone sees who is
// excused, and why.
package quarantine

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/ptr-project/ptr/suite"
)

// FileName is what the file is called.
const FileName = "ptr-quarantine.toml"

// An Entry is one test in quarantine.
type Entry struct {
	Test   suite.ID  `json:"test"`
	Reason string    `json:"reason"`
	Until  time.Time `json:"until"` // the last day on which it is excused, at its start
}

// Holds reports whether the test is still excused at a time.
func (e Entry) Holds(now time.Time) bool { return now.Before(e.Until.AddDate(0, 0, 1)) }

// A List is all entries, by test.
type List []Entry

// Of is the entry of a test.
func (l List) Of(id suite.ID) (Entry, bool) {
	i := slices.IndexFunc(l, func(e Entry) bool { return e.Test == id })
	if i < 0 {
		return Entry{}, false
	}
	return l[i], true
}

// With is l with an entry more, which takes the place of one for the same test.
func (l List) With(e Entry) List {
	all := append(l.Without(e.Test), e)
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(string(a.Test), string(b.Test)) })
	return all
}

// Without is l without that of a test.
func (l List) Without(id suite.ID) List {
	return slices.DeleteFunc(slices.Clone(l), func(e Entry) bool { return e.Test == id })
}

// header is the first line of a file.
const header = "# Tests that run, are reported, and do not fail the build until a date: see ptr quarantine --help.\n"

// written is an entry as it is in the file.
type written struct {
	Test   string         `toml:"test"`
	Reason string         `toml:"reason"`
	Until  toml.LocalDate `toml:"until"`
}

type document struct {
	Quarantined []written `toml:"quarantined"`
}

// Load reads the list in file. There is nobody in quarantine if there is no file. Days are
// those of local time.
func Load(file string) (List, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var d document
	strict := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := strict.Decode(&d); err != nil {
		return nil, malformed(file, err)
	}
	var l List
	for i, w := range d.Quarantined {
		e := Entry{suite.ID(w.Test), w.Reason, w.Until.AsTime(time.Local)}
		_, twice := l.Of(e.Test)
		switch {
		case e.Test == "":
			return nil, fmt.Errorf("%s: entry %d has no test", file, i+1)
		case e.Reason == "":
			return nil, fmt.Errorf("%s: %s has no reason", file, e.Test)
		case w.Until == toml.LocalDate{}:
			return nil, fmt.Errorf("%s: %s has no date until which it is excused", file, e.Test)
		case twice:
			return nil, fmt.Errorf("%s: %s is there twice", file, e.Test)
		}
		l = append(l, e)
	}
	return l, nil
}

// malformed is err with the place in the file, as far as it tells.
func malformed(file string, err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		row, column := unknown.Errors[0].Position()
		return fmt.Errorf("%s:%d:%d: unknown key %q", file, row, column, strings.Join(unknown.Errors[0].Key(), "."))
	}
	var wrong *toml.DecodeError
	if errors.As(err, &wrong) {
		row, column := wrong.Position()
		return fmt.Errorf("%s:%d:%d: %w", file, row, column, err)
	}
	return fmt.Errorf("%s: %w", file, err)
}

// Save writes the list into file. The file of an empty list is removed.
func (l List) Save(file string) error {
	if len(l) == 0 {
		err := os.Remove(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	var d document
	for _, e := range l {
		d.Quarantined = append(d.Quarantined, written{string(e.Test), e.Reason, toml.LocalDate{Year: e.Until.Year(), Month: int(e.Until.Month()), Day: e.Until.Day()}})
	}
	text, err := toml.Marshal(d)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte(header), text...), 0o644)
}
