package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/suite"
)

// RestoreOnly implements [clone.Selective] for tables and sequences.
func (w *watcher) RestoreOnly(ctx context.Context, which []suite.Thing) error {
	for _, e := range w.eyes {
		if err := e.restoreOnly(ctx, which); err != nil {
			return err
		}
	}
	return nil
}

// restoreOnly undoes all changes to what which has of this database, the last first,
// without triggers and foreign keys.
func (e *eye) restoreOnly(ctx context.Context, which []suite.Thing) error {
	if _, err := e.changes(ctx, 0); err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, t := range which {
		if t.Alias == e.alias {
			wanted[t.Name] = false
		}
	}
	statements, rest, err := e.inverseOnly(ctx, wanted)
	if err != nil || len(wanted) == 0 {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(e.sequences)) {
		thing := "sequence " + plain(name)
		if _, ok := wanted[thing]; ok {
			was := e.sequences[name]
			statements = append(statements, setval(name, was))
			wanted[thing], e.stepped[name] = true, was
		}
	}
	for name, found := range wanted {
		if !found {
			return fmt.Errorf("%s alone: %w", name, clone.ErrIrreversible)
		}
	}
	statements = append([]string{"BEGIN", "SET LOCAL session_replication_role = replica"}, statements...)
	script := strings.Join(append(statements, "SELECT pg_current_xact_id(), pg_current_snapshot()", "COMMIT"), "; ")
	results, err := e.conn.PgConn().Exec(ctx, script).ReadAll()
	if err != nil {
		_, rolled := e.conn.Exec(ctx, "ROLLBACK")
		return errors.Join(fmt.Errorf("%w: %w", clone.ErrIrreversible, err), rolled)
	}
	done := results[len(results)-2].Rows[0]
	return e.settle(string(done[0]), string(done[1]), rest)
}

// inverseOnly are the statements that undo what was seen of tables that are wanted, which
// are marked, and what else was seen.
func (e *eye) inverseOnly(ctx context.Context, wanted map[string]bool) (statements []string, rest []change, err error) {
	for _, c := range slices.Backward(e.seen) {
		name := "table " + c.relation.name
		if _, ok := wanted[name]; !ok {
			rest = append(rest, c)
			continue
		}
		wanted[name] = true
		key, err := e.key(ctx, c.relation)
		if err != nil {
			return nil, nil, err
		}
		statement, err := undo(c, key)
		if err != nil {
			return nil, nil, err
		}
		statements = append(statements, statement)
	}
	slices.Reverse(rest)
	return statements, rest, nil
}
