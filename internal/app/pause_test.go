package app

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

func TestWhatADatabaseCannotUndoIsNotPutBack(t *testing.T) {
	other := errors.New("disk I/O error")
	for name, tt := range map[string]struct {
		err  error
		says string
	}{
		"a transaction is open":  {fmt.Errorf("%w: database is locked", clone.ErrBusy), "the database cannot be put back, since a transaction on it stays open"},
		"a change of the schema": {fmt.Errorf("a.db: %w", clone.ErrIrreversible), "cannot be put back: a.db: " + clone.ErrIrreversible.Error()},
		"something else":         {other, "disk I/O error"},
	} {
		got := irreversible(tt.err)
		if got.Error() != tt.says || errors.Is(got, suite.ErrNotPutBack) == (tt.err == other) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
