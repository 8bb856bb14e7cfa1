package figures_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/internal/figures"
)

func TestReadOutcomes(t *testing.T) {
	got, err := figures.ReadOutcomes(strings.NewReader(`{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"x\n"}
# p
{"Action":"run","Package":"p","Test":"TestA/0xc000123456"}
{"Action":"skip","Package":"p","Test":"TestA/0xc000123456"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"fail","Package":"p","Elapsed":0.1}`))
	if err != nil {
		t.Fatal(err)
	}
	want := figures.Outcomes{"p": "fail", "p.TestA": "pass", "p.TestA/0x…": "skip", "p.TestB": "unfinished"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCompareNamesWhatDiffersAndWhatIsMissing(t *testing.T) {
	got := figures.Compare(
		figures.Outcomes{"p.A": "pass", "p.B": "pass", "p.C": "skip"},
		figures.Outcomes{"p.A": "pass", "p.B": "fail", "p.D": "pass"},
	)
	want := []figures.Difference{{"p.B", "pass", "fail"}, {"p.C", "skip", ""}, {"p.D", "", "pass"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryTestOfAMillionIsStored(t *testing.T) {
	got, err := figures.Million{Tests: 3000, Units: 7, Workers: 2}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Passed != 3000 {
		t.Errorf("%d of 3000 passed", got.Passed)
	}
}
