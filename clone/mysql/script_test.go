package mysql

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestADumpIsDividedAsTheClientDoesIt(t *testing.T) {
	const dump = `/*M!999999\- enable the sandbox mode */
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE t (
  a varchar(9) DEFAULT ';'
) COMMENT 'one; two';

INSERT INTO t VALUES ('a;\nb');
DELIMITER ;;
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN
  SET @a = 1;
END ;;
DELIMITER ;
SET @b = 2`
	got, err := dialect{version: 80036}.batches(strings.NewReader(dump))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`/*M!999999\- enable the sandbox mode */
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE t (
  a varchar(9) DEFAULT ';'
) COMMENT 'one; two';
INSERT INTO t VALUES ('a;\nb');
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN
  SET @a = 1;
END`, `SET @b = 2;
`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A client may send a comment by itself, but an empty statement within a batch is an error.
func TestCommentsThatTellTheServerNothingAreLeftOutOfBatches(t *testing.T) {
	mySQL, mariaDB := ofMySQL, ofMariaDB
	mySQL.version, mariaDB.version = inComments("8.0.36-2ubuntu3"), inComments("10.11.19-MariaDB")
	tests := map[string]struct{ inMySQL, inMariaDB bool }{
		"/*!40101 SET NAMES utf8mb4 */":                                {true, true},
		"/*! SET NAMES utf8mb4 */":                                     {true, true},
		"/*!50717 SET @a = 1 */":                                       {true, false},
		"/*!80000 SET @a = 1 */":                                       {true, false},
		"/*!90200 SET @a = 1 */":                                       {false, false},
		"/*M!100616 SET @a = NOTE_VERBOSITY */":                        {false, true},
		"/*!100100 SET @a = 1 */":                                      {false, true},
		"/*M!110000 SET @a = 1 */":                                     {false, false},
		"/*M!999999\\- enable the sandbox mode */":                     {false, false},
		"/*M!999999\\- sandbox */ \n/*!40103 SET @a = @@TIME_ZONE */":  {true, true},
		"/*M!999999\\- sandbox */ \n/*!90200 SET @a = 1 */":            {false, false},
		"/* by hand */":                                                {false, false},
		"/*!90200 SET */ INSERT INTO t VALUES ('/*!90200 nothing */')": {true, true},
		"SET @a = 1": {true, true},
	}
	for statement, want := range tests {
		for d, kept := range map[*dialect]bool{&mySQL: want.inMySQL, &mariaDB: want.inMariaDB} {
			if got := !d.silent(statement); got != kept {
				t.Errorf("%d: %q is sent: %t, want %t", d.version, statement, got, kept)
			}
		}
	}
}

func TestABatchIsNotWithoutEnd(t *testing.T) {
	var dump strings.Builder
	for i := range 2*batchStatements + 1 {
		fmt.Fprintf(&dump, "SELECT %d;\n", i)
	}
	fmt.Fprintf(&dump, "SELECT '%s';\nSELECT 1;\n", strings.Repeat("x", batchBytes))
	got, err := dialect{version: 80036}.batches(strings.NewReader(dump.String()))
	if err != nil || len(got) != 4 {
		t.Errorf("%d batches, %v; want two full ones, one that is large, and the rest", len(got), err)
	}
}

// FuzzBatches checks that no word of a dump is lost.
func FuzzBatches(f *testing.F) {
	f.Add("SELECT 1;\nSELECT 2; SELECT 3;\n\nSELECT 4")
	words := func(text string) string {
		return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("; \n\t\r\v\f\u0085\u00a0", r) }), " ")
	}
	f.Fuzz(func(t *testing.T, dump string) {
		if strings.Contains(dump, "DELIMITER") || strings.Contains(dump, "/*") {
			t.Skip("the line itself is no statement, and comments may go")
		}
		got, err := dialect{version: 80036}.batches(strings.NewReader(dump))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(words(dump), words(strings.Join(got, ""))); diff != "" {
			t.Error(diff)
		}
	})
}
