package binlog

import "testing"

// Each collation that the server has is of a character set that is known, or of one that isn't.
func TestCharsetOfKnowsEveryCollation(t *testing.T) {
	s := startServer(t)
	known := map[string]charset{
		"utf8mb3": utf8Charset, "utf8mb4": utf8Charset, "latin1": latin1Charset,
		"ucs2": utf16Charset, "utf16": utf16Charset, "utf16le": utf16leCharset, "utf32": utf32Charset,
	}
	const query = "SELECT id, character_set_name FROM information_schema.collation_character_set_applicability WHERE id IS NOT NULL"
	rows, err := s.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var id int
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			t.Fatal(err)
		}
		if got := charsetOf(id); got != known[name] {
			t.Errorf("charsetOf(%d) = %d, want %d for %s", id, got, known[name], name)
		}
	}
	if n < 300 || rows.Err() != nil {
		t.Errorf("%s: %d collations, %v", query, n, rows.Err())
	}
}
