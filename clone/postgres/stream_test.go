package postgres

import "testing"

// Whatever the stream has, it is read or refused, and never more than there is.
func FuzzDecode(f *testing.F) {
	description := append([]byte("R\x00\x00\x00\x07public\x00t\x00f\x00\x01\x01id\x00"), make([]byte, 8)...)
	for _, message := range []string{
		"B", "I\x00\x00\x00\x07N\x00\x01t\x00\x00\x00\x011", "U\x00\x00\x00\x07O\x00\x01nN\x00\x01u", "D\x00\x00\x00\x07O\x00\x01n",
		"T\x00\x00\x00\x01\x00\x00\x00\x00\x07", "I\x00\x00\x00\x08", "I\x00\x00\x00\x07N\x00\x01t\xff\xff\xff\xff", "R\x00\x00\x00\x01a\x00b\x00f\xff\xff",
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
