// Package audit keeps a log of who did what, in a database of its own that
// nothing is ever removed from.
package audit

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// An Entry is one thing that somebody did.
type Entry struct {
	ID      int64
	At      time.Time // to the millisecond
	Actor   string    // such as "ada@example.com"
	Action  string    // such as "order.cancel"
	Subject string    // such as "order 42"
}

// ErrIncomplete says that an entry lacks an actor, an action or a subject.
var ErrIncomplete = errors.New("audit entry is incomplete")

// A Log is the audit log in a database.
type Log struct{ DB *sql.DB }

// Record adds an entry, with the time of now.
func (l Log) Record(ctx context.Context, actor, action, subject string) (Entry, error) {
	if actor == "" || action == "" || subject == "" {
		return Entry{}, ErrIncomplete
	}
	e := Entry{At: time.Now().Truncate(time.Millisecond), Actor: actor, Action: action, Subject: subject}
	err := l.DB.QueryRowContext(ctx,
		`INSERT INTO entries (at, actor, action, subject) VALUES (?, ?, ?, ?) RETURNING id`,
		e.At.UnixMilli(), actor, action, subject).Scan(&e.ID)
	return e, err
}

// About is all that was done to a subject, the first thing first.
func (l Log) About(ctx context.Context, subject string) ([]Entry, error) {
	return l.find(ctx, `SELECT id, at, actor, action, subject FROM entries WHERE subject = ? ORDER BY id`, subject)
}

// By is what an actor did from one time to before another, the first thing
// first.
func (l Log) By(ctx context.Context, actor string, from, to time.Time) ([]Entry, error) {
	return l.find(ctx, `SELECT id, at, actor, action, subject FROM entries
		WHERE actor = ? AND at >= ? AND at < ? ORDER BY id`, actor, from.UnixMilli(), to.UnixMilli())
}

func (l Log) find(ctx context.Context, query string, args ...any) ([]Entry, error) {
	rows, err := l.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []Entry
	for rows.Next() {
		var e Entry
		var at int64
		if err := rows.Scan(&e.ID, &at, &e.Actor, &e.Action, &e.Subject); err != nil {
			return nil, err
		}
		e.At = time.UnixMilli(at)
		entries = append(entries, e)
	}
	return entries, rows.Err()
}
