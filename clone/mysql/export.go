package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// byTablespaces has the server take on copies of the files that the tables of InnoDB
// are in, as far as a trial says that it can. The rest is copied as by [bySelect].
func byTablespaces(ctx context.Context, b *backend, a address, from string) (script, error) {
	files := spaces{host: b.Host}
	var err error
	if files.all, err = a.export(ctx, from); err != nil {
		return script{}, fmt.Errorf("exporting tablespaces: %w", err)
	}
	s, err := b.selection(ctx, a, from, nil)
	if err != nil || len(files.all) == 0 {
		return s, err
	}
	if files.all, err = a.try(ctx, files, s.tables, from); err != nil {
		return s, fmt.Errorf("trying to import tablespaces: %w", err)
	}
	s.spaces = files
	s.rows, err = a.inserts(ctx, from, files.all)
	return s, err
}

// export has the server make ready the files of tables that may be copied, and tell
// what must be known of them. They stay as they are: nobody writes the database.
func (a address) export(ctx context.Context, from string) (all []space, err error) {
	err = a.askOne(ctx, from, func(db *sql.DB, c *sql.Conn) error {
		candidates, err := candidates(ctx, db, from)
		if err != nil {
			return err
		}
		for _, one := range candidates {
			if one.about, err = flush(ctx, c, one); err != nil {
				return err
			}
			if one.about != nil {
				all = append(all, one)
			}
		}
		return nil
	})
	return all, err
}

// askOne calls work with connections to a database, and one of its own.
func (a address) askOne(ctx context.Context, database string, work func(*sql.DB, *sql.Conn) error) error {
	db, err := a.open(database)
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(work(db, c), c.Close())
}

// candidates are tables of InnoDB with a file of their own. Those with partitions, or
// an index for full-text search, have several that belong together.
func candidates(ctx context.Context, db *sql.DB, database string) (all []space, err error) {
	says, err := dialectOf(ctx, db)
	if err != nil {
		return nil, err
	}
	var data string
	if err := db.QueryRowContext(ctx, "SELECT @@datadir").Scan(&data); err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, says.files+`table_schema = ? AND create_options NOT LIKE '%partitioned%'
		AND NOT EXISTS (SELECT 1 FROM information_schema.statistics i WHERE i.table_schema = t.table_schema AND i.table_name = t.table_name AND i.index_type = 'FULLTEXT')
		ORDER BY table_name`, database)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		var file []byte
		if err := rows.Scan(&table, &file); err != nil {
			return nil, err
		}
		path := filepath.Join(data, string(file))
		if _, err := os.Stat(path); err == nil {
			all = append(all, space{table: table, file: strings.TrimSuffix(path, ".ibd")})
		}
	}
	return all, rows.Err()
}

// flush has the server write all of a table to its file, and returns what must be
// known of that; nil if the server cannot do it.
func flush(ctx context.Context, c *sql.Conn, one space) ([]byte, error) {
	if _, err := c.ExecContext(ctx, "FLUSH TABLES "+identifier(one.table)+" FOR EXPORT"); err != nil {
		return nil, ctx.Err()
	}
	about, err := os.ReadFile(one.file + ".cfg")
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	_, unlocked := c.ExecContext(ctx, "UNLOCK TABLES")
	return about, errors.Join(err, unlocked)
}
