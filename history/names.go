package history

import (
	"database/sql/driver"

	"github.com/ptr-project/ptr/suite"
)

// names gives the tests of one suite their keys.
type names struct {
	link  *link
	suite string
	keys  map[suite.ID]int64
}

const addTest = `INSERT INTO tests (suite, id, unit, kind, parallel, file, line) VALUES (?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (id, suite) DO UPDATE SET unit = excluded.unit, kind = excluded.kind,
		parallel = excluded.parallel, file = excluded.file, line = excluded.line
	RETURNING key`

// plan returns the keys of tests, having written down what has changed.
func (n *names) plan(tests []suite.Test) ([]int64, error) {
	known, err := n.link.number("SELECT 1 FROM tests WHERE suite = ? LIMIT 1", n.suite)
	if err != nil {
		return nil, err
	}
	if known == 0 {
		return n.planNew(tests)
	}
	keys := make([]int64, len(tests))
	for i, t := range tests {
		if keys[i], err = n.update(t); err != nil {
			return nil, err
		}
		n.keys[t.ID] = keys[i]
	}
	return keys, nil
}

// planNew is plan for a suite of which nothing is known yet: a third of the
// time.
func (n *names) planNew(tests []suite.Test) ([]int64, error) {
	last, err := n.link.number("SELECT max(key) FROM tests")
	if err != nil {
		return nil, err
	}
	rows := newBulk(n.link, "tests", 8)
	keys := make([]int64, len(tests))
	for i, t := range tests {
		if n.keys[t.ID] == 0 {
			last++
			n.keys[t.ID] = last
			if err := rows.add(append([]driver.Value{last}, n.row(t)...)...); err != nil {
				return nil, err
			}
		}
		keys[i] = n.keys[t.ID]
	}
	return keys, rows.flush()
}

func (n *names) update(t suite.Test) (int64, error) {
	row := n.row(t)
	key, err := n.link.number(`SELECT key FROM tests
		WHERE suite = ? AND id = ? AND unit = ? AND kind = ? AND parallel = ? AND file = ? AND line = ?`, row...)
	if err != nil || key != 0 {
		return key, err
	}
	return n.link.number(addTest, row...)
}

func (n *names) row(t suite.Test) []driver.Value {
	return []driver.Value{n.suite, string(t.ID), t.Unit, string(t.Kind), t.Parallel, t.File, int64(t.Line)}
}

// key is that of a test, or of a subtest that has perhaps never been seen. That
// of no test is 0.
func (n *names) key(id suite.ID, unit string) (int64, error) {
	if id == "" {
		return 0, nil
	}
	key := n.keys[id]
	if key != 0 {
		return key, nil
	}
	key, err := n.link.number("SELECT key FROM tests WHERE suite = ? AND id = ?", n.suite, string(id))
	if err == nil && key == 0 {
		key, err = n.link.number(addTest, n.row(suite.Test{ID: id, Unit: unit})...)
	}
	n.keys[id] = key
	return key, err
}
