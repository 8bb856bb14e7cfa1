package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"

	"github.com/ptr-project/ptr/suite"
)

// findings are what attempts of a run have beside themselves, by the attempt's
// number.
type findings struct {
	leaks      map[int64][]suite.Leak
	changes    map[int64][]suite.Change
	statements map[int64][]suite.Statement
}

func (db *DB) findings(ctx context.Context, run Run) (found findings, err error) {
	found.leaks, err = gather(query(ctx, db, scanLeak,
		"SELECT seq, kind, what FROM leaks WHERE run = ? ORDER BY seq, rowid", run.Number))
	if err != nil {
		return findings{}, err
	}
	found.changes, err = gather(query(ctx, db, scanChange,
		"SELECT seq, alias, place, before, after FROM changes WHERE run = ? ORDER BY seq, rowid", run.Number))
	if err != nil {
		return findings{}, err
	}
	found.statements, err = gather(query(ctx, db, scanStatement,
		"SELECT seq, number, text, args, place, after, duration, result, error FROM statements WHERE run = ? ORDER BY seq, rowid", run.Number))
	return found, err
}

// gather collects what belongs to each attempt.
func gather[T any](all iter.Seq2[numbered[T], error]) (map[int64][]T, error) {
	found := map[int64][]T{}
	for one, err := range all {
		if err != nil {
			return nil, err
		}
		found[one.seq] = append(found[one.seq], one.value)
	}
	return found, nil
}

// numbered is something and the number of the event that it was, or is part
// of.
type numbered[T any] struct {
	seq   int64
	value T
}

func scanLeak(rows *sql.Rows) (l numbered[suite.Leak], err error) {
	err = rows.Scan(&l.seq, &l.value.Kind, &l.value.What)
	return l, err
}

func scanChange(rows *sql.Rows) (c numbered[suite.Change], err error) {
	err = rows.Scan(&c.seq, &c.value.Alias, &c.value.Where, &c.value.Old, &c.value.New)
	return c, err
}

func scanStatement(rows *sql.Rows) (s numbered[suite.Statement], err error) {
	v := &s.value
	var args []byte
	if err := rows.Scan(&s.seq, &v.Number, &v.Text, &args, &v.Where, &v.After, &v.Duration, &v.Result, &v.Error); err != nil {
		return s, err
	}
	return s, json.Unmarshal(args, &v.Args)
}
