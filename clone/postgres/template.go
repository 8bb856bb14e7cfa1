package postgres

import (
	"context"
	"fmt"

	"github.com/ptr-project/ptr/clone"
)

// The strategies by CREATE DATABASE … TEMPLATE.
const (
	fileCopy      = "file_copy"       // the server copies the files
	fileCopyClone = "file_copy_clone" // it asks the system for blocks that are shared until they are written
	walLog        = "wal_log"         // it writes pages to its log
)

// first is the version of PostgreSQL, by its first number, that a strategy came with;
// the others have always been there.
//
// Source: PostgreSQL 15 and 18, CREATE DATABASE and file_copy_method.
func first() map[string]int { return map[string]int{walLog: 15, fileCopyClone: 18} }

// tooOld returns a [*clone.UnfitError] if a server of that version cannot do it by the
// strategy. Of version 0 nothing is known.
func tooOld(strategy string, major int) error {
	needed := first()[strategy]
	if major == 0 || major >= needed {
		return nil
	}
	return &clone.UnfitError{Strategy: strategy, Instead: fileCopy, Lacks: fmt.Sprintf("PostgreSQL %d does not have it, it came with %d", major, needed)}
}

// byTemplate has the server make a database out of another by itself.
func byTemplate(strategy string) func(context.Context, copying) error {
	return func(ctx context.Context, c copying) error {
		if err := tooOld(strategy, c.major); err != nil {
			return err
		}
		return c.at.execute(ctx, c.at.general, c.templating(strategy)...)
	}
}

// templating are the statements of one session.
func (c copying) templating(strategy string) (statements []string) {
	create := "CREATE DATABASE " + identifier(c.to) + " TEMPLATE " + identifier(c.from)
	switch {
	case strategy == fileCopyClone:
		return []string{"SET file_copy_method = clone", create + " STRATEGY " + fileCopy}
	case c.major >= first()[walLog]: // before that there was but one, without a name
		create += " STRATEGY " + strategy
	}
	return []string{create}
}
