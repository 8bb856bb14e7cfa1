package culprits

import (
	"strings"
	"testing"
)

func TestAsidesGoBelowWhereThereIsNoRoom(t *testing.T) {
	var out strings.Builder
	s := &searchScreen{out: &out, width: 30}
	s.row("   again   ptr run A", 11, "fails 1 of 2")
	s.row("   again   ptr run --test A", 11, "fails 1 of 2")
	if want := "   again   ptr run A\n           fails 1 of 2\n   again   ptr run --test A\n           fails 1 of 2\n"; out.String() != want {
		t.Errorf("it shows\n%s", out.String())
	}
	out.Reset()
	s.width = 35
	s.row("   again   ptr run A", 11, "fails 1 of 2")
	if want := "   again   ptr run A   fails 1 of 2\n"; out.String() != want {
		t.Errorf("it shows\n%s", out.String())
	}
}
