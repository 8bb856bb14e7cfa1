package flaky

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/sqltext"
	"github.com/ptr-project/ptr/suite"
)

// mostConflicts is how many conflicts are told of at most: all pairs of a few hundred tests
// that write to the same table, which no number of orders has room for.
const mostConflicts = 50_000

// A touched is one thing, such as a table, and the tests that have to do with it, in the
// order in which they ran.
type touched struct {
	where   string
	counts  bool // it is a number that rows are given next
	left    []suite.ID
	read    []suite.ID
	written []suite.ID // in vain or not
}

// ConflictsIn are those of tests that were looked at closely: which things they left changed,
// and which tables their statements read or wrote. Those come first whose reader was seen to
// read; then those whose reader writes to the same; last those of numbers that rows are
// given, which matter least.
//
// What tests read that have no statements is not known, but that they change the same.
func ConflictsIn(attempts []suite.Attempt) []Conflict {
	var all []*touched
	byName := map[string]*touched{}
	for _, a := range attempts {
		for _, c := range a.Changes {
			t := thing(byName, &all, c)
			t.left = appendOnce(t.left, a.Test)
		}
	}
	for _, a := range attempts {
		for _, s := range a.Statements {
			for _, name := range sqltext.Reads(s.Text) {
				if t := byName[tableKey(name)]; t != nil {
					t.read = appendOnce(t.read, a.Test)
				}
			}
			for _, w := range sqltext.Writes(s.Text) {
				if t := byName[tableKey(w.Target)]; t != nil {
					t.written = appendOnce(t.written, a.Test)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *touched) int { return cmp.Compare(rankOf(a.counts), rankOf(b.counts)) })
	var found []Conflict
	seen := map[pair]bool{}
	for _, readers := range []func(*touched) []suite.ID{
		func(t *touched) []suite.ID { return t.read },
		func(t *touched) []suite.ID { return append(slices.Clone(t.written), t.left...) },
	} {
		for _, t := range all {
			found = t.conflicts(found, seen, readers(t))
		}
	}
	return found
}

// conflicts adds those of all writers with some readers, as far as there is room.
func (t *touched) conflicts(found []Conflict, seen map[pair]bool, readers []suite.ID) []Conflict {
	for _, w := range t.left {
		for _, r := range readers {
			if w != r && !seen[pair{w, r}] && len(found) < mostConflicts {
				seen[pair{w, r}] = true
				found = append(found, Conflict{Writer: w, Reader: r, Where: t.where})
			}
		}
	}
	return found
}

// thing is what a change is of, entered if it is new.
func thing(byName map[string]*touched, all *[]*touched, c suite.Change) *touched {
	key := "variable " + c.Where
	kind, name, _ := strings.Cut(c.Where, " ")
	if c.Alias != "" {
		key = c.Where
		if kind == "table" {
			key = tableKey(name)
		}
	}
	if byName[key] == nil {
		t := &touched{where: c.Where, counts: c.Alias != "" && kind != "table"}
		byName[key] = t
		*all = append(*all, t)
	}
	return byName[key]
}

// tableKey is the same for all spellings of a table's name, with its schema or without.
func tableKey(name string) string {
	name = strings.ToLower(strings.Trim(name, "\"`[]"))
	name = name[strings.LastIndexByte(name, '.')+1:]
	return "table " + strings.Trim(name, "\"`[]")
}

func appendOnce(ids []suite.ID, id suite.ID) []suite.ID {
	if len(ids) > 0 && ids[len(ids)-1] == id {
		return ids // a test's changes and statements follow each other
	}
	return append(ids, id)
}

func rankOf(last bool) int {
	if last {
		return 1
	}
	return 0
}
