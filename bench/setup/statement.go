package setup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/clone/sqlite"
)

// A Statement is one of a script.
type Statement struct {
	File string // as people may see it
	Line int    // where it begins, from 1
	Text string
	Kind string // such as "CREATE TABLE"; see [kindOf]
	Rows string // what follows COPY … FROM stdin
}

// Recorded is a statement that a program was seen to have executed: the one of that
// number, in a phase of its work.
func Recorded(phase string, number int, text string) Statement {
	return Statement{File: phase, Line: number, Text: text, Kind: kindOf(text)}
}

// A ScriptError says which statement of a script cannot be executed.
type ScriptError struct {
	File string
	Line int // where the statement begins, from 1
	Err  error
}

func (e *ScriptError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }
func (e *ScriptError) Unwrap() error { return e.Err }

// read divides the script in a file into statements. What only a command-line client
// could execute is a [*ScriptError].
func read(backend, file string) ([]Statement, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return divide(backend, filepath.Base(file), string(text))
}

// divide divides a script, which people know under a name.
func divide(backend, name, script string) (all []Statement, err error) {
	add := func(line int, text, rows string) {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, Statement{File: name, Line: line, Text: text, Kind: kindOf(text), Rows: rows})
		}
	}
	if backend == "sqlite" {
		for line, text := range sqlite.Statements(script) {
			add(line, text, "")
		}
		return all, nil
	}
	s := scanner{syntax: syntaxOf(backend), script: script, line: 1}
	for {
		line, text, rows, err := s.next()
		if err != nil {
			return nil, &ScriptError{name, s.line, err}
		}
		if line == 0 {
			return all, nil
		}
		add(line, text, rows)
	}
}

// short is the statement on one line of at most so many characters.
func (s Statement) short(most int) string {
	words := []rune(strings.Join(strings.Fields(s.Text), " "))
	if len(words) <= most {
		return string(words)
	}
	return string(words[:most-1]) + "…"
}

// where is how people find it.
func (s Statement) where() string { return fmt.Sprintf("%s:%d", s.File, s.Line) }
