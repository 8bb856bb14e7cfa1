// Package m2m_through is the riddle that began it all: the members of a club,
// in the order in which they joined, where the clock is too coarse to tell.
package m2m_through

import (
	"database/sql"
	"sync"
	"time"
)

// Tick is how fine the clock is that stamps members.
const Tick = 4 * time.Millisecond

// A Club is a group of people.
type Club struct {
	DB   *sql.DB
	Name string
}

// Join adds a member and sends a letter, which takes 2 ms.
func (c Club) Join(name string) error {
	_, err := c.DB.Exec(`INSERT INTO members (club, name, tick) VALUES (?, ?, ?)`,
		c.Name, name, time.Now().UnixNano()/int64(Tick))
	time.Sleep(2 * time.Millisecond)
	return err
}

// loadTemplate reads the template of invitations, once in each process.
var loadTemplate = sync.OnceFunc(func() { time.Sleep(40 * time.Millisecond) })

// Invite lets a person join and sends a printed invitation. The first one of a
// process takes longer.
func (c Club) Invite(name string) error {
	err := c.Join(name)
	loadTemplate()
	return err
}

// Members are in the order in which they joined, or so one thinks.
func (c Club) Members() ([]string, error) {
	rows, err := c.DB.Query(`SELECT name FROM members WHERE club = ? ORDER BY tick`, c.Name)
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
