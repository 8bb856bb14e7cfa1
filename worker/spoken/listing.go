package spoken

import (
	"context"
	"strconv"
	"strings"

	"github.com/ptr-project/ptr/protocol"
	"github.com/ptr-project/ptr/suite"
)

// A Problem is a label that names nothing, a module that cannot be loaded, or an
// option of the suite's own runner that has no effect, or that Django's settings are
// missing.
type Problem struct {
	What string // "label", "import", "option" or "settings"
	Name string
	Text string
	Like []string // names that are near it
}

// A Listing is what a process says of its suite.
type Listing struct {
	Tests     []suite.Test // without Unit; kind by kind
	Problems  []Problem
	Inventory string // what other processes are to be told
}

// A Project is what suite it is.
type Project struct {
	Name     string
	Settings map[string]string
}

// listing gathers the answers.
type listing struct {
	project *Project
	Listing
	over bool // the inventory came
}

func (l *listing) enter(m protocol.Message) {
	switch m.Type {
	case protocol.Project:
		l.project = &Project{m.Name, m.Settings}
	case protocol.Problem:
		l.Problems = append(l.Problems, Problem{m.What, m.Name, m.Text, m.Names})
	case protocol.Tests:
		l.tests(m)
	case protocol.Inventory:
		l.Inventory, l.over = m.Text, true
	}
}

func (l *listing) tests(m protocol.Message) {
	kind := suite.Kind(m.Kind)
	loose := map[string]bool{}
	for _, group := range m.Loose {
		loose[group] = true
	}
	for i, name := range m.Names {
		t := suite.Test{ID: suite.ID(name), Kind: kind}
		if i < len(m.Groups) {
			t.Group = m.Groups[i]
			t.Loose = loose[t.Group]
		}
		if i < len(m.Places) {
			t.File, t.Line = place(m.Places[i])
		}
		l.Tests = append(l.Tests, t)
	}
}

// place reads FILE:LINE.
func place(text string) (file string, line int) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return text, 0
	}
	line, err := strconv.Atoi(text[i+1:])
	if err != nil {
		return text, 0
	}
	return text[:i], line
}

// Describe asks what suite it is.
func (w *Worker) Describe(ctx context.Context) (Project, error) {
	found, err := w.ask(ctx, protocol.Message{Type: protocol.Describe}, func(l *listing) bool { return l.project != nil })
	if err != nil {
		return Project{}, err
	}
	return *found.project, nil
}

// List asks for the tests that labels name, or all if there are none. The error
// is the worker's own, or an [*EndedError], or a [*SilentError].
func (w *Worker) List(ctx context.Context, labels []string) (Listing, error) {
	found, err := w.ask(ctx, protocol.Message{Type: protocol.List, Names: labels}, func(l *listing) bool { return l.over })
	return found.Listing, err
}
