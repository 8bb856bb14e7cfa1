package app

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
)

// explainVariable names the file in which a process that prepares a database says
// what that took. docs/django.md has its form.
const explainVariable = "PTR_EXPLAIN_SETUP"

// An explanation is what preparing the database of one alias took.
type explanation struct {
	Alias      string             `json:"alias"`
	Phases     map[string]float64 `json:"phases"` // seconds
	Statements []struct {
		Statement string  `json:"statement"` // its kind, such as CREATE TABLE
		Table     string  `json:"table"`
		Seconds   float64 `json:"seconds"`
	} `json:"statements"`
	Script []recordedStatement `json:"script"` // what makes the same database
}

// A recordedStatement is one with its values in place.
type recordedStatement struct {
	Text  string `json:"text"`
	Phase string `json:"phase"`
}

func (s *Session) explanationFile(alias string) string {
	return filepath.Join(s.Area.Path(scratch.Disk), "setup-"+alias+".json")
}

// explain shows what preparing each database took.
func (s *Session) explain(aliases []string) error {
	for _, alias := range aliases {
		e, err := s.explanation(alias)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it is not one that the suite itself prepares
		}
		if err == nil {
			err = e.show(s.Streams.Out)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// explanation is what preparing the database of an alias took.
func (s *Session) explanation(alias string) (e explanation, err error) {
	text, err := os.ReadFile(s.explanationFile(alias))
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return e, fmt.Errorf("what preparing %q took: %w", alias, err)
	}
	return e, nil
}

// show prints phases, and kinds of statements, those that took longest first.
func (e explanation) show(w io.Writer) error {
	table := console.Table(w, 4)
	table.Header("preparing "+e.Alias, "number", "took", "slowest")
	names := slices.SortedFunc(maps.Keys(e.Phases), func(a, b string) int { return cmp.Compare(e.Phases[b], e.Phases[a]) })
	for _, name := range names {
		if err := table.Append(name, "", secondsOf(e.Phases[name]), ""); err != nil {
			return err
		}
	}
	for _, k := range e.kinds() {
		if err := table.Append("of which "+k.name, fmt.Sprint(k.number), secondsOf(k.seconds), k.table+" "+secondsOf(k.worst)); err != nil {
			return err
		}
	}
	return table.Render()
}

// A kindOfStatement is what the statements of one kind took.
type kindOfStatement struct {
	name, table    string // table: of the slowest
	number         int
	seconds, worst float64
}

func (e explanation) kinds() []kindOfStatement {
	byName := map[string]kindOfStatement{}
	for _, s := range e.Statements {
		k := byName[s.Statement]
		k.name, k.number, k.seconds = s.Statement, k.number+1, k.seconds+s.Seconds
		if s.Seconds > k.worst {
			k.table, k.worst = s.Table, s.Seconds
		}
		byName[s.Statement] = k
	}
	return slices.SortedFunc(maps.Values(byName), func(a, b kindOfStatement) int { return cmp.Compare(b.seconds, a.seconds) })
}

func secondsOf(s float64) string { return console.Seconds(time.Duration(s * float64(time.Second))) }
