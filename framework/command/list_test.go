//go:build unix

package command

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/suite"
)

func TestList(t *testing.T) {
	dir := t.TempDir()
	f := New(Options{Name: "shop", Dir: dir, List: `printf 'b\n\n  a b \r\n%s' "$X"; echo warning >&2`, Env: []string{"X=é/c"}})
	got, err := f.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	test := func(id suite.ID) suite.Test { return suite.Test{ID: id, Unit: "shop", Kind: suite.KindTest} }
	want := framework.Listing{
		Name:  "shop",
		Units: []suite.Unit{{Name: "shop", Dir: dir}},
		Tests: []suite.Test{test("b"), test("a b"), test("é/c")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestListErrors(t *testing.T) {
	for line, want := range map[string]string{
		`echo a; echo no server >&2; exit 3`: "exit status 3\nno server",
		`echo a; echo b; echo a`:             `lines 1 and 3 both list "a"`,
		`printf 'a\n\377\n'`:                 `line 2: "\xff" is not UTF-8 text`,
	} {
		_, err := New(Options{Dir: t.TempDir(), List: line}).List(t.Context(), nil)
		if want := "listing tests by " + strconv.Quote(line) + ": " + want; err == nil || err.Error() != want {
			t.Errorf("error %v\nwant %s", err, want)
		}
	}
}

func TestAListIsNotKeptWaitingByWhatItLeavesBehind(t *testing.T) {
	got, err := New(Options{Dir: t.TempDir(), List: "sleep 60 & echo a"}).List(t.Context(), nil)
	if err != nil || len(got.Tests) != 1 {
		t.Errorf("%v, %v", got.Tests, err)
	}
}

func FuzzParseList(f *testing.F) {
	f.Add([]byte("a\nb\r\n\n c \xff"))
	f.Fuzz(func(t *testing.T, printed []byte) {
		tests, err := parseList(printed, "unit")
		if err != nil {
			return
		}
		for _, test := range tests {
			if id := string(test.ID); id != strings.TrimSpace(id) || id == "" || !strings.Contains(string(printed), id) {
				t.Errorf("parseList(%q): %q", printed, id)
			}
		}
	})
}
