package setup

import (
	"context"
	"errors"
	"fmt"
)

// scripts are the trials of other scripts. One that cannot be executed says why.
func (l *laboratory) scripts(ctx context.Context, stock, own recipe) (trials []trial, err error) {
	for _, w := range rewritings(l.Workshop.Name()) {
		script := w.of(l.Workshop.Name(), l.script)
		if script == nil || !l.asked(w.name) {
			continue
		}
		alone, with := stock, own
		alone.name, alone.script = "default, "+w.name, script
		with.name, with.script = "ptr, "+w.name, script
		t := trial{name: w.name, what: fmt.Sprintf("%s instead of %d", count(len(script), "statement"), len(l.script)), why: w.why, alone: &alone, company: &with}
		_, err := l.prepare(ctx, with, manner{})
		var failed *ScriptError
		switch {
		case errors.As(err, &failed):
			t.alone, t.company, t.note = nil, nil, "cannot be done mechanically: "+err.Error()
		case err != nil:
			return nil, err
		}
		trials = append(trials, t)
	}
	return trials, nil
}
