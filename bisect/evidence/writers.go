package evidence

import (
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/sqltext"
	"github.com/ptr-project/ptr/suite"
)

// A Writer is a statement that wrote to something, and where a test had it run.
type Writer struct {
	Verb  string `json:"verb"` // such as "INSERT"
	Text  string `json:"text"`
	Where string `json:"where"` // as of [suite.Statement]; "" if no line of a test's did

	// Through is the table that it names, if that is another one: what the statement did not
	// write itself a trigger, a cascade or a routine has.
	Through string `json:"through,omitempty"`
}

func (w Writer) String() string {
	text := w.Verb
	if w.Through != "" {
		text += " of " + w.Through
	}
	if w.Where != "" {
		text += " at " + w.Where
	}
	return text
}

// Writers are those of a test's statements that wrote to what a [suite.Change] names,
// such as "table people_person": if any is of one of the verbs, only these. One that
// failed, or whose transaction was rolled back, wrote nothing. A line that ran several
// times is named once.
//
// What triggers and cascades of other tables wrote is not found: see [Indirect].
func Writers(all []suite.Statement, where string, verbs []string) []Writer {
	found := written(committed(all), where)
	if len(found) == 0 {
		found = written(all, where) // of several connections, transactions can't be told apart
	}
	fitting := slices.DeleteFunc(slices.Clone(found), func(w Writer) bool { return !slices.Contains(verbs, w.Verb) })
	if len(fitting) > 0 {
		return fitting
	}
	return found
}

// Indirect are the statements that wrote to anything: where a table has changed that none of
// them names, a trigger or cascade of one of these has done it.
func Indirect(all []suite.Statement) []Writer { return written(committed(all), "") }

// written are those that wrote to what is named; to anything, if nothing is.
func written(all []suite.Statement, where string) []Writer {
	var found []Writer
	for _, s := range all {
		if s.Error != "" {
			continue
		}
		for _, w := range sqltext.Writes(s.Text) {
			one := Writer{Verb: w.Verb, Text: s.Text, Where: s.Where}
			if where == "" {
				one.Through = strings.ToLower(w.Target) // upper case is what it was read in
			}
			same := func(o Writer) bool { return o.Verb == one.Verb && o.Where == one.Where && o.Through == one.Through }
			if (where == "" || sqltext.Names(where, w.Target)) && !slices.ContainsFunc(found, same) {
				found = append(found, one)
			}
		}
	}
	return found
}

// committed are statements without those of transactions that were rolled back, and of
// savepoints.
func committed(all []suite.Statement) []suite.Statement {
	var kept []suite.Statement
	type mark struct {
		name string // of a savepoint; "" is the transaction
		at   int    // in kept
	}
	var open []mark
	for _, s := range all {
		words := sqltext.Words(s.Text)
		switch first := sqltext.At(words, 0); {
		case first == "BEGIN" || first == "START" && sqltext.At(words, 1) == "TRANSACTION":
			open = []mark{{"", len(kept)}}
		case first == "COMMIT" || first == "END":
			open = nil
		case first == "SAVEPOINT":
			open = append(open, mark{sqltext.At(words, 1), len(kept)})
		case first == "ROLLBACK" && slices.Contains(words, "TO"):
			name := sqltext.At(words, len(words)-1)
			for i := len(open) - 1; i >= 0; i-- {
				if open[i].name == name {
					kept, open = kept[:open[i].at], open[:i+1]
					break
				}
			}
		case first == "ROLLBACK":
			if len(open) > 0 {
				kept, open = kept[:open[0].at], nil
			}
		default:
			kept = append(kept, s)
		}
	}
	return kept
}
