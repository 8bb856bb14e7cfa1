package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/ptr-project/ptr/suite"
)

// A comparison is of two images of a database, in memory of its own: the
// schemas "before" and "main".
type comparison struct {
	connection
	before, after []byte
}

// compare lists what differs between two images: settings, the schema, and of
// tables that both have the rows, at most limit of each.
func compare(ctx context.Context, before, after []byte, limit int) ([]suite.Change, error) {
	c, err := newComparison(ctx, before, after)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	changes := c.settings()
	schema, err := c.schema(ctx)
	if err != nil {
		return nil, err
	}
	changes = append(changes, schema...)
	suspects, err := c.suspects(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range suspects {
		rows, err := c.table(ctx, name, limit)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err != nil { // such as a collation that only the tests know
			rows = []suite.Change{{Where: "table " + name, New: fmt.Sprintf("rows changed, which cannot be compared: %v", err)}}
		}
		changes = append(changes, rows...)
	}
	return changes, nil
}

func newComparison(ctx context.Context, before, after []byte) (comparison, error) {
	conn, err := openDSN(ctx, ":memory:")
	if err != nil {
		return comparison{}, err
	}
	c := comparison{conn, before, after}
	// The schema of main is read first, since its encoding decides that of what
	// may be attached.
	if err := deserialize(c.Conn, "main", after); err != nil {
		return c, errors.Join(err, c.Close())
	}
	if _, err := c.number(ctx, "SELECT count(*) FROM main.sqlite_schema"); err != nil {
		return c, errors.Join(err, c.Close())
	}
	if err := c.exec(ctx, "ATTACH ':memory:' AS before"); err != nil {
		return c, errors.Join(err, c.Close())
	}
	if err := deserialize(c.Conn, "before", before); err != nil {
		return c, errors.Join(err, c.Close())
	}
	return c, nil
}

// settings compares those that are in the header.
func (c comparison) settings() []suite.Change {
	old, now := header(c.before), header(c.after)
	var changes []suite.Change
	for _, s := range []struct {
		name     string
		old, now uint32
	}{
		{"user_version", old.userVersion(), now.userVersion()},
		{"application_id", old.applicationID(), now.applicationID()},
	} {
		if s.old != s.now {
			changes = append(changes, suite.Change{Where: s.name, Old: fmt.Sprint(s.old), New: fmt.Sprint(s.now)})
		}
	}
	return changes
}

// schema compares the definitions of tables, indexes, views and triggers.
func (c comparison) schema(ctx context.Context) ([]suite.Change, error) {
	rows, err := c.QueryContext(ctx, `
		SELECT coalesce(a.type, b.type) || ' ' || coalesce(a.name, b.name), coalesce(b.sql, ''), coalesce(a.sql, '')
		FROM before.sqlite_schema AS b FULL JOIN main.sqlite_schema AS a ON a.type = b.type AND a.name = b.name
		WHERE a.sql IS NOT b.sql ORDER BY coalesce(a.type, b.type) <> 'table', coalesce(a.name, b.name)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var changes []suite.Change
	for rows.Next() {
		var change suite.Change
		if err := rows.Scan(&change.Where, &change.Old, &change.New); err != nil {
			return nil, err
		}
		changes = append(changes, change)
	}
	return changes, rows.Err()
}

// suspects are the tables, defined alike in both, that have a changed page.
func (c comparison) suspects(ctx context.Context) ([]string, error) {
	rows, err := c.QueryContext(ctx, `
		SELECT a.name, b.rootpage, a.rootpage
		FROM before.sqlite_schema AS b JOIN main.sqlite_schema AS a ON a.type = b.type AND a.name = b.name AND a.sql = b.sql
		WHERE a.type = 'table' AND a.rootpage > 0 ORDER BY a.name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	trees := newTrees(c.before, c.after)
	var names []string
	for rows.Next() {
		var name string
		var old, now uint32
		if err := rows.Scan(&name, &old, &now); err != nil {
			return nil, err
		}
		if old != now || trees.changed(now) {
			names = append(names, name)
		}
	}
	return names, rows.Err()
}
