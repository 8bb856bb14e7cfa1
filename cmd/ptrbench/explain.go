package main

import (
	"errors"
	"strings"

	"github.com/ptr-project/ptr/bench/cloning"
	"github.com/ptr-project/ptr/bench/template"
	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/console"
)

// explain says whose fault err is, and a way out.
func explain(err error) error {
	var strategy *cloning.StrategyError
	var source *clone.SourceError
	var unfit *clone.UnfitError
	switch {
	case errors.As(err, &strategy):
		return console.Usage(err, "use one of "+strings.Join(strategy.Have, ", "))
	case errors.As(err, &unfit):
		return console.Usage(err, unfit.Hint())
	case errors.As(err, &source) && source.Source.From != "":
		return console.Usage(err, "let --size be the URL of a database that this user may read")
	case errors.As(err, &source):
		return console.Usage(err, "mend it: --size is to be what makes a database")
	case errors.Is(err, cloning.ErrAgainst):
		return console.Usage(err, "write --against parallel=1,2,4")
	case errors.Is(err, template.ErrSize):
		return console.Usage(err, "write --size small, schema, migrations, data, 20MB, or the path of a database")
	case errors.Is(err, cloning.ErrUntouchable), errors.Is(err, clone.ErrCorrupt), errors.Is(err, clone.ErrEmpty), errors.Is(err, clone.ErrBusy):
		return console.Usage(err, "let --size name a database that is whole, not open for writing, and has rows")
	case errors.Is(err, clone.ErrSpace):
		return console.Failure(err, "free some, or let clones live elsewhere: --storage disk, and TMPDIR says where that is")
	}
	return err
}
