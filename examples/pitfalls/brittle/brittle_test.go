// Package brittle has a test that passes only after another.
package brittle

import (
	"testing"

	"example.com/pitfalls/database"
)

func TestCreateUser(t *testing.T) {
	database.Exec(t, `INSERT INTO brittle_users VALUES ('ada') ON CONFLICT DO NOTHING`)
}

func TestNobodyIsNobody(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM brittle_users WHERE name = ''`); n != 0 {
		t.Errorf("%d users without a name", n)
	}
}

func TestLogIn(t *testing.T) {
	if n := database.Count(t, `SELECT count(*) FROM brittle_users WHERE name = 'ada'`); n != 1 {
		t.Error("no such user: ada")
	}
}
