package app

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/reports"
	"github.com/ptr-project/ptr/suite"
)

// Names shows tests by their short names.
func (s *Session) Names(all []suite.Test) func(suite.ID) string {
	return suite.NewNames(IDsOf(all)).Short
}

// Again is a command that runs tests in this order in one process. Where they neither come
// in source order nor reversed, it names a file with their order, which is written.
func (s *Session) Again(all []suite.Test, tests []suite.ID) (string, error) {
	short := s.Names(all)
	source := Among(all, tests)
	order := IDsOf(source)
	words := s.Here("ptr run --workers 1", s.Where())
	for _, perturbation := range s.Perturb {
		words = append(words, "--perturb "+reports.Quote(perturbation))
	}
	switch {
	case len(tests) == 2 && tests[0] == tests[1]:
		words, tests = append(words, "--repeat 2"), tests[:1]
	case slices.Equal(order, tests):
	case slices.Equal(order.Reversed(), tests):
		words = append(words, "--reverse")
	default:
		file, err := s.writeOrder(tests)
		if err != nil {
			return "", err
		}
		words = append(words, "--order "+reports.Quote("file:"+file))
	}
	for _, id := range tests {
		words = append(words, "--test "+reports.Quote(short(id)))
	}
	return s.Command(words), nil
}

// Command is a command in words, with what was typed for the tests themselves at its end.
func (s *Session) Command(words []string) string {
	return strings.Join(append(words, s.passed()...), " ")
}

// Here is a command for this suite, in words, to which more flags can be added.
func (s *Session) Here(command string, args []string) []string {
	words := append([]string{command}, s.finds()...)
	if s.Python.StartMethod == "fork" {
		words = append(words, "--start-method fork")
	}
	for _, arg := range args {
		words = append(words, reports.Quote(arg))
	}
	return words
}

// Where is which part of the suite a command needs that names its tests: all that was
// typed, but nothing in Go, where the package of a test is found by itself.
func (s *Session) Where() []string {
	if s.Framework.Name() == invocation.FrameworkGo {
		return nil
	}
	return s.Args
}

// finds are the flags that were typed and without which a command would find another
// suite, or run it on other databases.
func (s *Session) finds() []string {
	var words []string
	if s.Dir != "." && s.Dir != "" {
		words = append(words, "-C "+reports.Quote(s.Dir))
	}
	for _, flag := range [][2]string{
		{"--config", s.Options.Config}, {"--framework", s.Options.Framework}, {"--python", s.Python.Interpreter}, {"--settings", s.Python.Settings}, {"--backend", s.Python.Backend},
	} {
		if flag[1] != "" {
			words = append(words, flag[0]+" "+reports.Quote(flag[1]))
		}
	}
	return append(words, s.builds()...)
}

// builds are the flags of Go suites that were typed and without which a command would
// find other tests, or build or start them otherwise. Coverage is no such difference.
func (s *Session) builds() []string {
	var words []string
	for _, flag := range s.Go.Build {
		name, value, _ := strings.Cut(flag, "=")
		switch {
		case strings.HasPrefix(name, "-cover"):
		case value == "true":
			words = append(words, name)
		default:
			words = append(words, reports.Quote(flag))
		}
	}
	if s.Go.Short {
		words = append(words, "-short")
	}
	if s.Go.CPU != "" {
		words = append(words, "-cpu="+reports.Quote(s.Go.CPU))
	}
	if s.Go.Parallel != 0 {
		words = append(words, fmt.Sprintf("-parallel=%d", s.Go.Parallel))
	}
	if s.Go.PerTest {
		words = append(words, "--process-per-test")
	}
	return words
}

// passed is what was typed for the tests themselves, which comes last in a command.
func (s *Session) passed() []string {
	if len(s.TestArgs) == 0 {
		return nil
	}
	words := []string{"-args"}
	for _, arg := range s.TestArgs {
		words = append(words, reports.Quote(arg))
	}
	return words
}

// writeOrder keeps an order beside the history, in a file that is named after it.
func (s *Session) writeOrder(tests []suite.ID) (file string, err error) {
	var text strings.Builder
	for _, id := range tests {
		fmt.Fprintln(&text, id)
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(text.String())) // it never fails
	folder := filepath.Join(s.Config.Dir, invocation.StateFolder, "orders")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", console.Failure(err, "ptr keeps orders there, and needs to write it")
	}
	file = filepath.Join(folder, fmt.Sprintf("%08x.txt", hash.Sum32()))
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		return "", console.Failure(err, "ptr keeps orders there, and needs to write it")
	}
	return file, nil
}
