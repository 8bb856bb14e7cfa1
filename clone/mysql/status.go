package mysql

import (
	"context"
	"fmt"
	"strings"
)

// A status is what the server's counters say, those of the session that asks apart.
type status struct {
	writing  string // of rows written, and of commits
	defining string // of statements that define something
}

// status reads the counters. Rows are counted as they are written, also if that is
// rolled back later; a commit, when it can be seen.
func (g *guest) status(ctx context.Context) (s status, err error) {
	if !g.says.shows {
		return g.shown(ctx)
	}
	// What is shown counts as writing, and is not told of the session that asks.
	last := g.last.status
	if s.writing, err = g.written(ctx); err != nil || s.writing == last.writing {
		return status{s.writing, last.defining}, err
	}
	shown, err := g.shown(ctx)
	if err != nil {
		return s, err
	}
	s.writing, err = g.written(ctx)
	return status{s.writing, shown.defining}, err
}

// shown is the status as SHOW has it.
func (g *guest) shown(ctx context.Context) (s status, err error) {
	const which = " STATUS WHERE Variable_name IN (" + handlers + ", 'Handler_commit', 'Com_xa_commit') OR Variable_name REGEXP '^Com_(create|drop|alter|rename|truncate|exchange|import)'"
	all, err := g.others(ctx, "SHOW GLOBAL"+which, "SHOW SESSION"+which)
	var writing, defining strings.Builder
	for _, c := range all {
		to := &writing
		if strings.HasPrefix(c.name, "Com_") && c.name != "Com_xa_commit" {
			to = &defining
		}
		fmt.Fprintf(to, "%d ", c.n)
	}
	return status{writing.String(), defining.String()}, err
}

// written is what the server has counted of rows, in tables that can be read without a
// change to them; and of requests to write InnoDB's log, for commits. Those themselves
// are told of a session sooner than of all.
func (g *guest) written(ctx context.Context) (string, error) {
	const which = "SELECT variable_name, variable_value FROM performance_schema.%s_status WHERE variable_name IN (" + handlers + "%s)"
	all, err := g.others(ctx, fmt.Sprintf(which, "global", ", 'Innodb_log_write_requests'"), fmt.Sprintf(which, "session", ""))
	return fmt.Sprint(all), err
}

// handlers are counters of rows that storage engines are asked to change.
const handlers = "'Handler_write', 'Handler_update', 'Handler_delete'"

// A count is one of the server's.
type count struct {
	name string
	n    int64
}

// others are the counts of a query less those that another has of the session that
// asks.
func (g *guest) others(ctx context.Context, global, session string) ([]count, error) {
	all, err := g.counts(ctx, global)
	if err != nil {
		return nil, err
	}
	own, err := g.counts(ctx, session)
	for i, c := range all {
		all[i].n -= numberOf(own, c.name)
	}
	return all, err
}

func (g *guest) counts(ctx context.Context, query string) (all []count, err error) {
	rows, err := g.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c count
		if err := rows.Scan(&c.name, &c.n); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func numberOf(all []count, name string) int64 {
	for _, c := range all {
		if c.name == name {
			return c.n
		}
	}
	return 0
}
