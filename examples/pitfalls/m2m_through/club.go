// Package m2m_through is the riddle that began it all: the members of a club,
// in the order in which they joined, where the clock is too coarse to tell.
package m2m_through

import (
	"database/sql"
	"sync"
	"time"
)

// Tick is how fine the clock is that stamps members, and Letter how long it takes
// to write to one. What is between them is how often two who join one after the
// other join at the same time: in one case of four, on any machine that is not
// late by more than a few milliseconds.
const (
	Tick       = 20 * time.Millisecond
	Letter     = 15 * time.Millisecond
	Invitation = Tick / 2 // which is printed
)

// A Club is a group of people.
type Club struct {
	DB   *sql.DB
	Name string
}

// Join adds a member and sends a letter.
func (c Club) Join(name string) error { return c.join(name, Letter) }

func (c Club) join(name string, writing time.Duration) error {
	joined := time.Now()
	_, err := c.DB.Exec(`INSERT INTO members (club, name, tick, id)
		SELECT ?, ?, ?, 1 + count(*) FROM members`, c.Name, name, joined.UnixNano()/int64(Tick))
	write(joined.Add(writing))
	return err
}

// write returns at a time, and not when a sleep is over.
func write(done time.Time) {
	time.Sleep(time.Until(done) - 3*time.Millisecond)
	for time.Until(done) > 0 {
	}
}

// loadTemplate reads the template of invitations, once in each process.
var loadTemplate = sync.OnceFunc(func() { time.Sleep(2 * Tick) })

// Invite lets a person join and sends a printed invitation. The first one of a
// process takes longer.
func (c Club) Invite(name string) error {
	err := c.join(name, Invitation)
	loadTemplate()
	return err
}

// Members are in the order in which they joined, or so one thinks.
func (c Club) Members() ([]string, error) {
	return c.names(`SELECT name FROM members WHERE club = ? ORDER BY tick`)
}

// MembersInOrder are in the order in which they joined.
func (c Club) MembersInOrder() ([]string, error) {
	return c.names(`SELECT name FROM members WHERE club = ? ORDER BY tick, id`)
}

func (c Club) names(query string) ([]string, error) {
	rows, err := c.DB.Query(query, c.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
