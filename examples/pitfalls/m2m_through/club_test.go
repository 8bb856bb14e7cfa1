package m2m_through

import (
	"slices"
	"testing"

	"example.com/pitfalls/database"
)

// found is a new club, gone when t ends.
func found(t *testing.T) Club {
	t.Helper()
	c := Club{database.Open(t), t.Name()}
	t.Cleanup(func() { database.Exec(t, `DELETE FROM members WHERE club = ?`, c.Name) })
	return c
}

func wantMembers(t *testing.T, c Club, want ...string) {
	t.Helper()
	got, err := c.Members()
	compare(t, got, err, want)
}

func compare(t *testing.T, got []string, err error, want []string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("members %q, want %q", got, want)
	}
}

func do(t *testing.T, step func(name string) error, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := step(name); err != nil {
			t.Fatal(err)
		}
	}
}

func TestClubsBeginEmpty(t *testing.T) {
	wantMembers(t, found(t))
}

func TestOneInvitation(t *testing.T) {
	c := found(t)
	do(t, c.Invite, "bob")
	wantMembers(t, c, "bob")
}

// Fails where jim and bob join within one tick; where all three do, whichever way
// the database then turns them.
func TestOrderedByJoinDate(t *testing.T) {
	c := found(t)
	do(t, c.Join, "jim", "bob", "kim")
	wantMembers(t, c, "jim", "bob", "kim")
}

// The robust twin: it asks for the order that it relies on.
func TestOrderedByJoinDateAndID(t *testing.T) {
	c := found(t)
	do(t, c.Join, "jim", "bob", "kim")
	got, err := c.MembersInOrder()
	compare(t, got, err, []string{"jim", "bob", "kim"})
}

// The same, but loading the template keeps the two apart, unless an earlier
// test has loaded it.
func TestOrderedByInvitation(t *testing.T) {
	c := found(t)
	do(t, c.Invite, "jim", "bob", "kim")
	wantMembers(t, c, "jim", "bob", "kim")
}
