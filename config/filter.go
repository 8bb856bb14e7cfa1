package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"github.com/ptr-project/ptr/suite"
)

// A Filter is an expression about a test, such as
//
//	package contains "orders" and not parallel
//
// It is safe for concurrent use.
type Filter struct {
	text    string
	program *vm.Program
}

// Past is what history knows of a test.
type Past struct {
	Duration time.Duration // its usual one; 0 if unknown
	Failed   bool          // in the latest run that it was part of
}

// facts are what an expression can name.
type facts struct {
	ID       string  `expr:"id"`
	Name     string  `expr:"name"`
	Package  string  `expr:"package"`
	Kind     string  `expr:"kind"`
	File     string  `expr:"file"`
	Parallel bool    `expr:"parallel"`
	Duration float64 `expr:"duration"`
	Failed   bool    `expr:"failed"`
}

// ParseFilter compiles text. The error is an [*Error] in a file called
// "filter", with its place in text.
func ParseFilter(text string) (*Filter, error) {
	guard := &guard{}
	program, err := expr.Compile(text,
		expr.Env(facts{}), expr.AsBool(), expr.DisableAllBuiltins(), expr.Patch(guard))
	if guard.err != nil {
		err = guard.err.Bind(file.NewSource(text))
	}
	if err != nil {
		return nil, filterError(err)
	}
	return &Filter{text, program}, nil
}

// String is the expression.
func (f *Filter) String() string { return f.text }

// Matches reports whether the expression holds for t, of which past is known.
func (f *Filter) Matches(t suite.Test, past Past) bool {
	// What guard lets through cannot fail.
	holds, err := expr.Run(f.program, facts{
		ID:       string(t.ID),
		Name:     strings.TrimPrefix(string(t.ID), t.Unit+"."),
		Package:  t.Unit,
		Kind:     string(t.Kind),
		File:     t.File,
		Parallel: t.Parallel,
		Duration: past.Duration.Seconds(),
		Failed:   past.Failed,
	})
	return err == nil && holds == true
}

// filterError says what is wrong in the words of somebody who wrote a filter,
// not an expression of the library.
func filterError(err error) *Error {
	e := &Error{File: "filter", Line: 1, Column: 1, Text: err.Error()}
	var at *file.Error
	if errors.As(err, &at) {
		e.Line, e.Column, e.Text = at.Line, at.Column+1, at.Message
	}
	name, unknown := strings.CutPrefix(e.Text, "unknown name ")
	switch {
	case unknown:
		e.Text, e.Hint = fmt.Sprintf("unknown field %q", name), useOneOf(fields())
	case strings.HasPrefix(e.Text, "expected bool, but got "):
		e.Text = "the expression is neither true nor false: compare it with something"
	case strings.HasPrefix(e.Text, "unexpected token EOF"):
		e.Text = "the expression is not complete"
	case strings.HasPrefix(e.Text, "unexpected token "):
		e.Text, e.Hint = unexpected(e.Text), "operators are "+strings.Join(operators(), ", ")
	}
	return e
}
