package culprits

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/bisect"
	"github.com/ptr-project/ptr/reports/page"
)

func anAccount() account {
	return account{
		about:     "a.TestV failed in run 3f2 (worker 1), after 2 tests",
		sentences: []string{"a.TestP makes a.TestV fail"},
		promise:   "of accusations made this way, at most 1 in 1000 is wrong",
		details: []detail{
			{"left behind", "table a_b: <b>|*x*", ""}, {"left behind", "variable v", ""}, {"again", "ptr run --test 'a|`b`'", "fails 12 of 12"},
		},
		rounds: []bisect.Round{{Number: 1, Method: "pairs", Why: "it fails now and then: after whom?", Trials: 24, Wall: time.Second, Result: "fails 12 of 24"}},
		sum:    "one round, 48 test runs, 1.0 s",
	}
}

func TestAnAccountAsMarkdown(t *testing.T) {
	var out strings.Builder
	if err := writeMarkdown(&out, told{accounts: []account{anAccount()}}); err != nil {
		t.Fatal(err)
	}
	want := `**a.TestP makes a.TestV fail**
(of accusations made this way, at most 1 in 1000 is wrong)

a.TestV failed in run 3f2 (worker 1), after 2 tests.

| | |
| --- | --- |
| left behind | table a\_b: &lt;b&gt;\|\*x\* |
|  | variable v |
| again | @@ ptr run --test 'a\|@b@' @@ fails 12 of 12 |

<details><summary>one round, 48 test runs, 1.0 s</summary>

| round | method | processes | |
| ---: | --- | ---: | --- |
| 1 | *it fails now and then: after whom?*<br>pairs | 24 | fails 12 of 24 |

</details>
`
	if diff := cmp.Diff(strings.ReplaceAll(want, "@", "`"), out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestAnAccountAsAPage(t *testing.T) {
	var out strings.Builder
	err := writePage(&out, told{title: "Why a fails", facts: []page.Fact{{Name: "seed", Text: "7"}}, accounts: []account{anAccount()}})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"<h1>Why a fails</h1>", "a.TestP makes a.TestV fail", "table a_b: &lt;b&gt;|*x*", "fails 12 of 12", "Of accusations made this way", "<td>pairs</td>"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the page lacks %s", part)
		}
	}
}
