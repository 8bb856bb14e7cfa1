package figures

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Bisection compares ptrbisect with the --bisect of Django's own runner, on Django's own
// tests with a polluter and a victim planted among them. Both get the same tests one by
// one, in the same order.
type Bisection struct {
	Django  string   // folder of its source, with a tests/runtests.py; it is copied
	Python  string   // interpreter
	Apps    []string // whose tests are the candidates
	Trials  int
	Workers int // of ptrbisect; Django runs one process at a time
	Seed    uint64

	Ptr, Ptrbisect string // the commands
}

// A BisectionRow is one trial. Times are seconds.
type BisectionRow struct {
	Candidates  int     `json:"candidates"`
	Polluter    string  `json:"polluter"`
	Victim      string  `json:"victim"`
	Django      string  `json:"django"` // right, wrong, or no answer
	DjangoTests float64 `json:"django_tests_seconds"`
	DjangoWhole float64 `json:"django_whole_seconds"` // with the set-up of each run
	Ptr         string  `json:"ptr"`
	PtrSearch   float64 `json:"ptr_search_seconds"` // from the first trial to the answer, processes' starts included
	PtrWhole    float64 `json:"ptr_whole_seconds"`  // with its set-up, and evidence
	Ratio       float64 `json:"ratio"`              // of search to tests; 0 unless both are right
}

// Run plants and searches. told is called after each trial.
func (b Bisection) Run(ctx context.Context, told func(int)) (rows []BisectionRow, err error) {
	if _, err := os.Stat(filepath.Join(b.Django, "tests", "runtests.py")); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "ptrbench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS(b.Django)); err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(b.Seed, 0))
	for i := range b.Trials {
		apps := random.Perm(len(b.Apps))
		row, err := b.trial(ctx, dir, b.Apps[apps[0]], b.Apps[apps[len(apps)-1]])
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
		if told != nil {
			told(i + 1)
		}
	}
	return rows, nil
}

// What is planted, as a file of an app.
const (
	plantedFile = "test_ptrbench.py"
	polluting   = "import django\nfrom django.test import TestCase\n\n\nclass Polluter(TestCase):\n    def test_leaves(self):\n        django.planted = True\n"
	polluted    = "import django\nfrom django.test import TestCase\n\n\nclass Victim(TestCase):\n    def test_wants(self):\n        self.assertFalse(getattr(django, 'planted', False))\n"
)

func (b Bisection) trial(ctx context.Context, dir, polluter, victim string) (BisectionRow, error) {
	tests := filepath.Join(dir, "tests")
	for app, text := range map[string]string{polluter: polluting, victim: polluted} {
		file := filepath.Join(tests, app, plantedFile)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return BisectionRow{}, err
		}
		defer os.Remove(file)
	}
	row := BisectionRow{Polluter: polluter + ".test_ptrbench.Polluter.test_leaves", Victim: victim + ".test_ptrbench.Victim.test_wants"}
	candidates, err := b.candidates(ctx, tests, row.Victim)
	if err != nil {
		return row, err
	}
	row.Candidates = len(candidates)
	if err := b.byDjango(ctx, dir, candidates, &row); err != nil {
		return row, err
	}
	if err := b.byPtr(ctx, tests, candidates, &row); err != nil {
		return row, err
	}
	if row.Django == answerRight && row.Ptr == answerRight {
		row.Ratio = row.PtrSearch / row.DjangoTests
	}
	return row, nil
}

// candidates are the tests that can share a process with the victim, without it.
func (b Bisection) candidates(ctx context.Context, tests, victim string) ([]string, error) {
	args := append([]string{"list", "--python", b.Python, "--json", "-"}, b.Apps...)
	out, err := output(ctx, tests, nil, b.Ptr, args...)
	if err != nil {
		return nil, err
	}
	var all []string
	for line := range strings.Lines(string(out)) {
		var t struct{ ID, Kind string }
		if json.Unmarshal([]byte(line), &t) == nil && t.Kind == "test" && t.ID != victim {
			all = append(all, t.ID)
		}
	}
	return all, nil
}

// The answers.
const (
	answerRight = "right"
	answerWrong = "wrong"
	answerNone  = "no answer"
)

func answer(named, polluter string) string {
	switch named {
	case polluter:
		return answerRight
	case "":
		return answerNone
	}
	return answerWrong
}

var (
	djangoRan    = regexp.MustCompile(`(?m)^Ran \d+ tests? in ([\d.]+)s`)
	djangoSource = regexp.MustCompile(`(?m)^\*\*\*\*\* Source of error: (\S+)`)
)
