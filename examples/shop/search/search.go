// Package search finds products by what customers type.
package search

import (
	"context"
	"database/sql"
	"strings"
)

// MaxTerms is how many words of a query are looked at.
const MaxTerms = 8

// A Hit is a product that matches a query.
type Hit struct {
	SKU  string
	Name string
}

// Terms are the distinct words of a query, in small letters, at most
// [MaxTerms].
func Terms(query string) []string {
	var terms []string
	seen := map[string]bool{}
	for _, term := range strings.Fields(strings.ToLower(query)) {
		if !seen[term] && len(terms) < MaxTerms {
			seen[term] = true
			terms = append(terms, term)
		}
	}
	return terms
}

// Products finds what is on sale and has all words of a query in its name, at
// most limit. Names that begin with the first word come first, then by name.
func Products(ctx context.Context, db *sql.DB, query string, limit int) ([]Hit, error) {
	terms := Terms(query)
	if len(terms) == 0 {
		return nil, nil
	}
	where, args := "NOT retired", []any{}
	for _, term := range terms {
		where += ` AND name LIKE ? ESCAPE '\'`
		args = append(args, "%"+escape(term)+"%")
	}
	args = append(args, escape(terms[0])+"%", limit)
	rows, err := db.QueryContext(ctx,
		`SELECT sku, name FROM products WHERE `+where+` ORDER BY name LIKE ? ESCAPE '\' DESC, name, sku LIMIT ?`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var hits []Hit
	for rows.Next() {
		var hit Hit
		if err := rows.Scan(&hit.SKU, &hit.Name); err != nil {
			return nil, err
		}
		hits = append(hits, hit)
	}
	return hits, rows.Err()
}

// escape makes LIKE take term literally.
func escape(term string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(term)
}
