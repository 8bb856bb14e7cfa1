package postgres

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever the stream has, it is read or refused, and never more than there is.
func FuzzDecode(f *testing.F) {
	description := append([]byte("R\x00\x00\x00\x07public\x00t\x00f\x00\x01\x01id\x00"), make([]byte, 8)...)
	for _, message := range []string{
		"B", "I\x00\x00\x00\x07N\x00\x01t\x00\x00\x00\x011", "U\x00\x00\x00\x07O\x00\x01nN\x00\x01u", "D\x00\x00\x00\x07O\x00\x01n",
		"T\x00\x00\x00\x01\x00\x00\x00\x00\x07", "I\x00\x00\x00\x08", "I\x00\x00\x00\x07N\x00\x01t\xff\xff\xff\xff", "R\x00\x00\x00\x01a\x00b\x00f\xff\xff",
		"M\x01\x00\x00\x00\x00\x00\x00\x00\x00ptr\x00\x00\x00\x00\x01x",
	} {
		f.Add([]byte(message))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		d := decoder{relations: map[uint32]*relation{}}
		if _, err := d.decode(description); err != nil {
			t.Fatal(err)
		}
		changes, err := d.decode(message)
		if err != nil {
			return
		}
		for _, c := range changes {
			for _, row := range [][]field{c.before, c.after} {
				if row != nil && len(row) != len(c.relation.columns) {
					t.Errorf("a row of %d columns in a table of %d", len(row), len(c.relation.columns))
				}
			}
		}
	})
}

// PostgreSQL 18 tells of them.
func TestColumnsThatAreGeneratedAreLeftOut(t *testing.T) {
	zeros := "\x00\x00\x00\x00\x00\x00\x00\x00"
	d := decoder{relations: map[uint32]*relation{}, generated: map[uint32][]string{7: {"b"}}}
	if _, err := d.decode([]byte("R\x00\x00\x00\x07public\x00t\x00f\x00\x03\x01a\x00" + zeros + "\x01b\x00" + zeros + "\x01c\x00" + zeros)); err != nil {
		t.Fatal(err)
	}
	const one = "t\x00\x00\x00\x011"
	changes, err := d.decode([]byte("U\x00\x00\x00\x07O\x00\x03" + one + one + one + "N\x00\x03nnu"))
	if err != nil {
		t.Fatal(err)
	}
	text := "1"
	if diff := cmp.Diff([][]field{{&text, &text}, {nil, &text}}, [][]field{changes[0].before, changes[0].after}); diff != "" {
		t.Errorf("before and after (-want +got):\n%s", diff)
	}
}
