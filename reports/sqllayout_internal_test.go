package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestLongStatementsAreLaidOutByClause(t *testing.T) {
	for name, tt := range map[string]struct{ sql, want string }{
		"clauses and conditions": {
			`SELECT "shop_order"."id", "shop_order"."total", "shop_customer"."name" FROM "shop_order" INNER JOIN "shop_customer" ON ("shop_order"."customer_id" = "shop_customer"."id") WHERE ("shop_order"."total" BETWEEN 1 AND 9 AND NOT ("shop_order"."paid" AND "shop_order"."sent")) AND "shop_customer"."name" = 'Ada, FROM  here' ORDER BY "shop_order"."id" ASC LIMIT 21`,
			`
SELECT "shop_order"."id", "shop_order"."total", "shop_customer"."name"
FROM "shop_order"
INNER JOIN "shop_customer" ON ("shop_order"."customer_id" = "shop_customer"."id")
WHERE ("shop_order"."total" BETWEEN 1 AND 9
    AND NOT ("shop_order"."paid"
      AND "shop_order"."sent"))
  AND "shop_customer"."name" = 'Ada, FROM here'
ORDER BY "shop_order"."id" ASC
LIMIT 21`,
		},
		"a query within a query": {
			`SELECT a FROM t WHERE a IN (SELECT U0.a FROM u U0 WHERE U0.b = 1 AND U0.c IS DISTINCT FROM 2 GROUP BY U0.a) AND b BETWEEN 1 AND 2 OR x`,
			`
SELECT a
FROM t
WHERE a IN (
    SELECT U0.a
    FROM u U0
    WHERE U0.b = 1
      AND U0.c IS DISTINCT FROM 2
    GROUP BY U0.a
)
  AND b BETWEEN 1 AND 2
  OR x`,
		},
		"a query within conditions": {
			`SELECT a FROM t WHERE (b IN (SELECT U0.b FROM u U0 WHERE EXTRACT(YEAR FROM U0.c) = 2026 AND U0.d) AND NOT t.e)`,
			`
SELECT a
FROM t
WHERE (b IN (
      SELECT U0.b
      FROM u U0
      WHERE EXTRACT(YEAR FROM U0.c) = 2026
        AND U0.d
  )
    AND NOT t.e)`,
		},
		"what only looks like a clause": {
			`UPDATE t SET a = CASE WHEN b = 1 AND c = 2 THEN 3 ELSE LEFT(d, 1) END, e = "set from" WHERE (f = ')') RETURNING g`,
			`
UPDATE t
SET a = CASE WHEN b = 1 AND c = 2 THEN 3 ELSE LEFT(d, 1) END, e = "set from"
WHERE (f = ')')
RETURNING g`,
		},
		"rows":     {`DELETE FROM t LEFT OUTER JOIN u NATURAL LEFT JOIN v`, "\nDELETE FROM t\nLEFT OUTER JOIN u\nNATURAL LEFT JOIN v"},
		"comments": {"SELECT a -- first FROM\n, b /* then\nthis */ FROM t", "\nSELECT a -- first FROM\n, b /* then this */\nFROM t"},
		"nonsense": {`SELECT ((a FROM 'b`, "\nSELECT ((a\nFROM 'b"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, "\n"+strings.Join(laidOut(tt.sql, 80), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever a statement is, and however narrow the page: nothing is lost but blanks.
func TestALayoutLosesNothing(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"SELECT", "FROM", "(", ")", "AND", "BETWEEN", "CASE", "END", ",", "'a  b'", `"x""y`, "--", "\n", "/*", "*/", " ", "ü", "a", "1", "`", "LEFT", "JOIN", ";", "\x00",
	})
	rapid.Check(t, func(t *rapid.T) {
		sql := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		bare := func(text string) string { return strings.Join(strings.Fields(text), "") }
		got := laidOut(sql, rapid.IntRange(1, 80).Draw(t, "width"))
		if bare(strings.Join(got, "\n")) != bare(sql) {
			t.Errorf("%q is laid out as %q", sql, got)
		}
	})
}
