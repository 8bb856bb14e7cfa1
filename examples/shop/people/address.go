package people

import "context"

// SetAddress stores or replaces a person's address of that kind.
func (p People) SetAddress(ctx context.Context, id int64, a Address) error {
	_, err := p.DB.ExecContext(ctx,
		`INSERT INTO addresses (person_id, kind, street, city, country) VALUES (?, ?, ?, ?, ?)
		 ON CONFLICT (person_id, kind) DO UPDATE SET street = excluded.street, city = excluded.city, country = excluded.country`,
		id, a.Kind, a.Street, a.City, a.Country)
	return err
}

// Addresses are all that a person has, by kind.
func (p People) Addresses(ctx context.Context, id int64) ([]Address, error) {
	rows, err := p.DB.QueryContext(ctx,
		`SELECT kind, street, city, country FROM addresses WHERE person_id = ? ORDER BY kind`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Address
	for rows.Next() {
		var a Address
		if err := rows.Scan(&a.Kind, &a.Street, &a.City, &a.Country); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}
