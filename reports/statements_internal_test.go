package reports

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/suite"
)

func TestALongStatementStandsBelowWhatIsToldOfIt(t *testing.T) {
	all := []suite.Statement{
		{Where: "tests.py:7", Text: "SELECT 1", Duration: time.Millisecond, Result: "1 row"},
		{
			Where: "tests.py:12 > models.py:8", Duration: 20 * time.Millisecond, Args: []string{"7", "'ada'"}, Result: "no rows",
			Text: `SELECT "shop_order"."id", "shop_order"."total" FROM "shop_order" WHERE "shop_order"."id" = %s AND "shop_order"."name" = %s`,
		},
	}
	want := `
tests.py:7                   1.00 ms  SELECT 1  -> 1 row
tests.py:12 > models.py:8  *20.00 ms  [7, 'ada']  -> no rows
    SELECT "shop_order"."id", "shop_order"."total"
    FROM "shop_order"
    WHERE "shop_order"."id" = %s
      AND "shop_order"."name" = %s`
	if diff := cmp.Diff(want, "\n"+strings.Join(Statements(all), "\n")); diff != "" {
		t.Error(diff)
	}
	cut := statementLines(all[1:], 5, 2)
	if want := []string{"tests.py:12 > models.py:8   20.00 ms  [7, 'a…]  -> no rows", `    SELECT "shop_order"."id", "shop_order"."total"`, "    …"}; !cmp.Equal(want, cut) {
		t.Errorf("cut: %q", cut)
	}
}
