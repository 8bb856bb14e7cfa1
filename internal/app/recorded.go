package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bench/setup"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/invocation"
)

// RecordSetup has the suite in a folder prepare its databases anew, shows what that took
// by phase and kind of statement, and returns the statements for the database of one
// alias, with their values in place and named by their phases.
func RecordSetup(ctx context.Context, streams console.Streams, o invocation.Options, alias string) (script []setup.Statement, err error) {
	o.ExplainSetup, o.RecordSetup, o.Retries = true, true, -1
	c, err := invocation.Configure(o)
	if err != nil {
		return nil, err
	}
	if !invocation.InPython(c.Framework) {
		return nil, console.Usage(fmt.Errorf("%s is a suite of the framework %s: only those of Django and pytest-django make databases that can be listened to", o.Dir, c.Framework),
			"give --size the SQL that makes its database")
	}
	s, err := Open(streams, o)
	if err != nil {
		return nil, err
	}
	defer func() {
		closed := s.Close()
		err = homeless(cmp.Or(err, closed))
	}()
	if s.board, err = s.openBoard(); err != nil {
		return nil, err
	}
	if _, err := s.prepare(ctx); err != nil {
		return nil, err
	}
	e, err := s.explanation(alias)
	if errors.Is(err, fs.ErrNotExist) {
		aliases := aliasesOf(s.Config.Databases)
		slices.Sort(aliases)
		return nil, console.Usage(fmt.Errorf("the suite makes no database %q", alias), "use one of "+strings.Join(aliases, ", "))
	}
	if err != nil {
		return nil, err
	}
	for i, r := range e.Script {
		script = append(script, setup.Recorded(r.Phase, i+1, r.Text))
	}
	return script, nil
}
