package mysql

import (
	"context"
	"database/sql"
	"errors"
	"slices"
)

// try brings the files into a database that goes again, and returns those of tables
// that are as they were. Servers refuse some, such as those of tables in a format
// that is not told by their definition.
func (a address) try(ctx context.Context, s spaces, tables []string, from string) (good []space, err error) {
	trial := databaseName("trial." + from)
	if err := a.create(ctx, trial, from); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.drop(context.WithoutCancel(ctx), trial)) }()
	err = a.askOne(ctx, trial, func(db *sql.DB, c *sql.Conn) error {
		if err := session(ctx, db, tables); err != nil {
			return err
		}
		if _, err := c.ExecContext(ctx, settings); err != nil {
			return err
		}
		folder, err := dataFolder(ctx, db, trial)
		if err != nil {
			return err
		}
		for _, one := range s.all {
			if err := s.take(ctx, c, one, folder); err != nil {
				continue // it goes another way
			}
			same, err := alike(ctx, c, one.table, from, trial)
			if err != nil {
				return err
			}
			if same {
				good = append(good, one)
			}
		}
		return ctx.Err()
	})
	return good, err
}

// alike reports whether a table has the same rows, and the same next number, in two
// databases.
func alike(ctx context.Context, c *sql.Conn, table string, databases ...string) (bool, error) {
	var found []string
	for _, database := range databases {
		var name, sum string
		row := c.QueryRowContext(ctx, "CHECKSUM TABLE "+identifier(database)+"."+identifier(table)+" EXTENDED")
		if err := row.Scan(&name, &sum); err != nil {
			return false, err
		}
		var next sql.NullString
		row = c.QueryRowContext(ctx, "SELECT auto_increment FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", database, table)
		if err := row.Scan(&next); err != nil {
			return false, err
		}
		found = append(found, sum+" "+next.String)
	}
	return len(slices.Compact(found)) == 1, nil
}
