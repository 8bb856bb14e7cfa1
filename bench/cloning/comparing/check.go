package comparing

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What makes runs impossible to compare.
var (
	ErrUnlike    = errors.New("not the same experiment")
	ErrNothing   = errors.New("nothing to compare")
	ErrReference = errors.New("no such reference")
	ErrTwice     = errors.New("the same measurement twice")
)

// check says why runs cannot be compared, or what makes it doubtful.
func (c Comparison) check() (warnings []string, err error) {
	runs := slices.Concat(c.Old, c.New)
	for i, run := range runs {
		if err := unlike(runs[0], run); err != nil {
			return nil, err
		}
		for _, other := range runs[:i] {
			if same(other, run) {
				return nil, fmt.Errorf("%s and %s: %w", other.Name, run.Name, ErrTwice)
			}
		}
		for _, doubt := range doubts(runs[0], run) {
			if !slices.Contains(warnings, doubt) {
				warnings = append(warnings, doubt)
			}
		}
	}
	return warnings, nil
}

// A trait is something that two runs should have in common.
type trait struct{ what, a, b string }

// unlike is an error if a and b measure different things.
func unlike(a, b Run) error {
	machine := func(r Run) string {
		return fmt.Sprintf("%s %s with %d CPUs", r.Machine.OS, r.Machine.Arch, r.Machine.CPUs)
	}
	for _, t := range []trait{
		{"backend", a.Backend, b.Backend},
		{"size", a.Size, b.Size},
		{"machine", machine(a), machine(b)},
		{"clones in each round", fmt.Sprint(a.Clones), fmt.Sprint(b.Clones)},
		{"clones at a time", fmt.Sprint(a.Parallel), fmt.Sprint(b.Parallel)},
		{"strategies", list(a), list(b)},
	} {
		if t.a != t.b {
			return fmt.Errorf("%w: %s: %s in %s, %s in %s", ErrUnlike, t.what, t.a, a.Name, t.b, b.Name)
		}
	}
	return nil
}

// list has what a run measured, and what it would not measure. Why it wouldn't is left
// out, since that may name files that are others each time.
func list(run Run) string {
	var names []string
	for _, row := range run.Rows {
		name := row.Name
		if row.Disqualified != "" {
			name += " (disqualified)"
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// doubts are what differs and may be why times do.
func doubts(a, b Run) (told []string) {
	for _, t := range []trait{
		{"versions of " + a.Backend, a.Version, b.Version},
		{"templates", fmt.Sprint(a.Bytes, " bytes"), fmt.Sprint(b.Bytes, " bytes")},
		{"numbers of tables that are touched", fmt.Sprint(a.Tables), fmt.Sprint(b.Tables)},
	} {
		if t.a != t.b {
			told = append(told, fmt.Sprintf("different %s: %s and %s", t.what, t.a, t.b))
		}
	}
	return told
}

// same reports whether a and b, which are alike, hold the same samples. Such runs
// would look surer than they are.
func same(a, b Run) bool {
	return !slices.ContainsFunc(measured(a), func(name string) bool {
		return !slices.Equal(samples(a, name), samples(b, name))
	})
}

// strategies are those that all runs measured, and apart from them the reference:
// the one that was asked for, or cp, or the first.
func (c Comparison) strategies() (names []string, reference string, err error) {
	names, reference = measured(c.Old[0]), c.Reference
	if reference == "" {
		reference = names[max(0, slices.Index(names, "cp"))]
	}
	i := slices.Index(names, reference)
	if i < 0 {
		return nil, "", fmt.Errorf("%w %q: all runs have %s", ErrReference, reference, strings.Join(names, ", "))
	}
	if names = slices.Delete(names, i, i+1); len(names) == 0 {
		return nil, "", fmt.Errorf("%w: all that was measured is %s, to which ratios are", ErrNothing, reference)
	}
	return names, reference, nil
}

// measured are the strategies that a run has samples of; one at least, by [Parse].
func measured(run Run) (names []string) {
	for _, row := range run.Rows {
		if row.Disqualified == "" && len(row.Samples) > 0 && !slices.Contains(names, row.Name) {
			names = append(names, row.Name)
		}
	}
	return names
}

// samples of a strategy; nil if there are none that count.
func samples(run Run, name string) []float64 {
	for _, row := range run.Rows {
		if row.Name == name && row.Disqualified == "" {
			return row.Samples
		}
	}
	return nil
}
