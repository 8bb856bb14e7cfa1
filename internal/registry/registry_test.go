package registry

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWhatNobodyAliveHasIsALeftover(t *testing.T) {
	all := []entry{
		{"half made by the dead", true, "dead", -1},
		{"half made by the living", true, "living", -1},
		{"clone of the dead", false, "dead", -1},
		{"clone of the living", false, "living", -1},
		{"fresh", true, "dead", 10},
		{"older", true, "dead", 20},
		{"one too many", true, "dead", 30},
		{"old and used", true, "dead", 7200},
		{"old", true, "living", 7200},
	}
	var got []string
	for _, e := range (Limits{Unused: time.Hour, Most: 2}).leftovers(all, map[string]bool{"living": true}, map[string]bool{"old and used": true}) {
		got = append(got, e.name)
	}
	want := []string{"half made by the dead", "clone of the dead", "one too many", "old"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOwnersAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.StringMatching(`[a-z2-7]{8}`).Draw(t, "token")
		o, err := self(token)
		if err != nil {
			t.Fatal(err)
		}
		o.host = rapid.StringMatching(`[a-z0-9. -]*`).Draw(t, "host")
		got, err := parseOwner(o.String())
		if err != nil || got != o {
			t.Errorf("parseOwner(%q) = %v, %v", o, got, err)
		}
	})
}

func TestWhatIsNoOwnerIsNoOwner(t *testing.T) {
	for _, text := range []string{"", "token", "token 12@x", "token nobody host"} {
		if o, err := parseOwner(text); err == nil {
			t.Errorf("parseOwner(%q) = %v, want an error", text, o)
		}
	}
}

func TestParametersAreNumberedWhereTheServerWantsThat(t *testing.T) {
	const query = "INSERT INTO t VALUES (?, ?)"
	for numbered, want := range map[bool]string{false: query, true: strings.NewReplacer("?, ?", "$1, $2").Replace(query)} {
		r := Registry{dialect: Dialect{Numbered: numbered}}
		if got := r.query(query); got != want {
			t.Errorf("query() = %q, want %q", got, want)
		}
	}
}
