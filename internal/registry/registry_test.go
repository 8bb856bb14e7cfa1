package registry

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWhatNobodyAliveHasIsALeftover(t *testing.T) {
	all := []entry{
		{"half made by the dead", kindTemplate, "dead", -1},
		{"half made by the living", kindTemplate, "living", -1},
		{"clone of the dead", kindClone, "dead", -1},
		{"clone of the living", kindClone, "living", -1},
		{"kept by the dead", kindKept, "dead", -10},
		{"kept by the living", kindKept, "living", -10},
		{"kept for long enough", kindKept, "dead", 0},
		{"fresh", kindTemplate, "dead", 10},
		{"older", kindTemplate, "dead", 20},
		{"one too many", kindTemplate, "dead", 30},
		{"old and used", kindTemplate, "dead", 7200},
		{"old", kindTemplate, "living", 7200},
	}
	kept := []string{"kept by the dead", "kept by the living"}
	for noKept, also := range map[bool][]string{false: nil, true: kept} {
		var got []string
		l := Limits{Unused: time.Hour, Most: 2, NoKept: noKept}
		for _, e := range l.leftovers(all, map[string]bool{"living": true}, map[string]bool{"old and used": true}) {
			got = append(got, e.name)
		}
		want := slices.Concat([]string{"half made by the dead", "clone of the dead"}, also, []string{"kept for long enough", "one too many", "old"})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", l, diff)
		}
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
