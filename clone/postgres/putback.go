package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// putAllBack puts the rows of tables back until they are as they were. It takes more
// than once where a foreign key has changed others meanwhile.
func (g *guest) putAllBack(ctx context.Context, which []int) error {
	const most = 3
	now := maps.Clone(g.diffs)
	for range most {
		differ := slices.DeleteFunc(slices.Clone(which), func(i int) bool { return now[i].Empty() })
		if len(differ) == 0 {
			return nil
		}
		if err := g.putBack(ctx, now, differ); err != nil {
			return err
		}
		for _, i := range which {
			var err error
			if now[i], err = g.compare(ctx, i); err != nil {
				return err
			}
		}
	}
	for _, i := range which {
		if !now[i].Empty() {
			return fmt.Errorf("table %s does not come to be as it was", g.tables[i].Name)
		}
	}
	return nil
}

// putBack changes rows by a single statement, after which foreign keys are checked,
// whatever the order in it. Where values of unique columns were swapped, rows that
// have changed are deleted and come back.
func (g *guest) putBack(ctx context.Context, diffs map[int]*rowdiff.Diff, which []int) error {
	if fewUpdates(diffs) {
		if err := g.say(ctx, []string{"SAVEPOINT before", g.reversal(diffs, which, true)}); !isConflict(err) {
			return err
		}
		if err := g.say(ctx, []string{"ROLLBACK TO before"}); err != nil {
			return err
		}
	}
	return g.say(ctx, []string{g.reversal(diffs, which, false)})
}

// isConflict reports whether a row has what another must be the only one to have.
func isConflict(err error) bool {
	const unique, exclusive = "23505", "23P01"
	var said *pgconn.PgError
	return errors.As(err, &said) && (said.Code == unique || said.Code == exclusive)
}

// fewUpdates reports whether so few rows are to be updated that each can have an
// expression of its own.
func fewUpdates(diffs map[int]*rowdiff.Diff) bool {
	const many = 200
	n := 0
	for _, d := range diffs {
		for before, after := range d.Rows() {
			if before != nil && after != nil {
				n++
			}
		}
	}
	return n < many
}
