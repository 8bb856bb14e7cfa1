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
	got, err := batches(strings.NewReader(dump))
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

func TestABatchIsNotWithoutEnd(t *testing.T) {
	var dump strings.Builder
	for i := range 2*batchStatements + 1 {
		fmt.Fprintf(&dump, "SELECT %d;\n", i)
	}
	fmt.Fprintf(&dump, "SELECT '%s';\nSELECT 1;\n", strings.Repeat("x", batchBytes))
	got, err := batches(strings.NewReader(dump.String()))
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
		if strings.Contains(dump, "DELIMITER") {
			t.Skip("the line itself is no statement")
		}
		got, err := batches(strings.NewReader(dump))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(words(dump), words(strings.Join(got, ""))); diff != "" {
			t.Error(diff)
		}
	})
}
