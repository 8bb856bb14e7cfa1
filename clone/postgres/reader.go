package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ptr-project/ptr/internal/rowdiff"
)

// A reader reads a table's rows in a database.
type reader struct {
	conn *pgx.Conn
	*table
}

// ask is what a query answers, as text, whatever its types are.
func (r reader) ask(ctx context.Context, query string) ([][][]byte, error) {
	results, err := r.conn.PgConn().Exec(ctx, query).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading table %s: %w", r.Name, err)
	}
	return results[0].Rows, nil
}

func (r reader) Count(ctx context.Context) (int, error) {
	rows, err := r.ask(ctx, "SELECT count(*) FROM ONLY "+r.relation.String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(rows[0][0]))
}

// digest is an expression of a row: 64 bits of all that it has.
func (r reader) digest() string {
	return "hashtextextended(ROW(" + strings.Join(r.names(), ", ") + ")::text, 0)"
}

func (r reader) names() (quoted []string) {
	for _, c := range r.Columns {
		quoted = append(quoted, identifier(c))
	}
	return quoted
}

func (r reader) Digests(ctx context.Context, buckets int) (map[int]string, error) {
	rows, err := r.ask(ctx, fmt.Sprintf("SELECT d & %d, count(*), sum(d::numeric) FROM (SELECT %s AS d FROM ONLY %s) t GROUP BY 1", buckets-1, r.digest(), r.relation))
	digests := map[int]string{}
	for _, row := range rows {
		bucket, err := strconv.Atoi(string(row[0]))
		if err != nil {
			return nil, err
		}
		digests[bucket] = fmt.Sprintf("%s %s", row[1], row[2])
	}
	return digests, err
}

// Rows are sorted by the key, else as they lie.
func (r reader) Rows(ctx context.Context, buckets int, which []int) (all [][]rowdiff.Value, err error) {
	query := fmt.Sprintf("SELECT %s FROM ONLY %s", strings.Join(r.names(), ", "), r.relation)
	if buckets > 1 {
		var numbers []string
		for _, b := range which {
			numbers = append(numbers, strconv.Itoa(b))
		}
		query += fmt.Sprintf(" WHERE %s & %d IN (%s)", r.digest(), buckets-1, strings.Join(numbers, ", "))
	}
	var order []string
	for _, i := range r.Key {
		order = append(order, identifier(r.Columns[i]))
	}
	if len(order) == 0 {
		order = append(order, "ctid")
	}
	rows, err := r.ask(ctx, query+" ORDER BY "+strings.Join(order, ", "))
	for _, row := range rows {
		all = append(all, values(fields(row)))
	}
	return all, err
}

func fields(row [][]byte) []field {
	all := make([]field, len(row))
	for i, text := range row {
		if text != nil {
			s := string(text)
			all[i] = &s
		}
	}
	return all
}
