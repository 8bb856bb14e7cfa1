package app

import (
	"fmt"
	"testing"

	"github.com/ptr-project/ptr/run"
	"github.com/ptr-project/ptr/suite"
)

func TestATestMissesWhatItsSubtestsDo(t *testing.T) {
	o, r := newOutage(), run.Result{}
	for i := range 3 {
		id := suite.ID(fmt.Sprint("t", i))
		for _, a := range []suite.Attempt{
			{Test: id + "/a/b", Parent: id + "/a", Failure: "connection refused"}, {Test: id + "/a", Parent: id}, {Test: id},
		} {
			a.Outcome = suite.Fail
			o.see(suite.Ended{Attempt: a})
		}
		r.Failed = append(r.Failed, id)
	}
	if got := o.notes(r, ""); len(got) != 1 || got[0].Text != "3 of 3 failing tests miss the same: connection refused" {
		t.Errorf("it says %q", got)
	}
}

func TestWhatFailingTestsMissIsSaidOnceAndOnlyOfMany(t *testing.T) {
	const refused = "dial tcp 127.0.0.1:5432: connect: connection refused"
	for name, c := range map[string]struct {
		failures []string
		want     string
	}{
		"a server":   {[]string{"opening: " + refused, "x", "opening: " + refused, "opening: " + refused}, "3 of 4 failing tests miss the same: opening: " + refused + "; do it"},
		"a variable": {[]string{"TEST_POSTGRES env var is not set", "set_up: TEST_POSTGRES is not set", "TEST_POSTGRES is empty"}, "3 of 3 failing tests miss the same: TEST_POSTGRES env var is not set; do it"},
		"the larger of two": {
			[]string{refused, refused, refused, "DB_URL is not set", "DB_URL is not set", "DB_URL is not set", "DB_URL is not set"},
			"4 of 7 failing tests miss the same: DB_URL is not set; do it",
		},
		"two only":   {[]string{refused, refused}, ""},
		"a constant": {[]string{"MAX_SIZE is 3", "MAX_SIZE is 3", "MAX_SIZE is 3"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o, r := newOutage(), run.Result{}
			for i, failure := range c.failures {
				id := suite.ID(fmt.Sprint("t", i))
				r.Failed = append(r.Failed, id)
				o.see(suite.Ended{Attempt: suite.Attempt{Test: id, Outcome: suite.Fail, Failure: failure}})
			}
			got := ""
			for _, n := range o.notes(r, "; do it") {
				got += n.Text
			}
			if got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}
