package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	driver "github.com/go-sql-driver/mysql"
)

// A dialect is what MariaDB and MySQL, or one version and another, are told in other
// words.
//
// InnoDB calls tables by the names of their files, in which all but letters, digits
// and "_" of ASCII are codes. MariaDB converts those; MySQL does so no more, but lists
// them beside the names.
type dialect struct {
	mariaDB bool
	version int // as comments of dumps have it, such as 80036, or 101108

	digest   string // expression of the digest, hexadecimal, of what %s gives
	position string // statement that tells where the binary log ends
	mute     bool   // what foreign keys do is not in that log, nor that they may have done it
	behind   bool   // of a table that is not open, AUTO_INCREMENT is the last number, not the next
	shows    bool   // SHOW STATUS counts as rows that were written
	byFile   bool   // what InnoDB tells of a table is found by the file that it has of its own

	// counters asks for databases, tables and next numbers of AUTO_INCREMENT of the tables
	// that were opened, which all are that were written. Of others MySQL has the last.
	counters string

	// writes asks how many rows others have written, or tried to: while that stays the same,
	// no counter has gone on. "" if to ask for these takes no longer.
	writes string

	// files asks for tables of InnoDB in a database and for their files, below the data
	// directory; folder asks for one such file of a database.
	files, folder string
}

var ofMariaDB = dialect{
	mariaDB:  true,
	digest:   "MD5(%s)",
	position: "SHOW MASTER STATUS",
	counters: `SELECT CONVERT(CONVERT(BINARY SUBSTRING_INDEX(name, '/', 1) USING filename) USING utf8mb4),
		CONVERT(CONVERT(BINARY SUBSTRING_INDEX(name, '/', -1) USING filename) USING utf8mb4), autoinc
		FROM information_schema.innodb_sys_tablestats WHERE autoinc > 0`,
	files: `SELECT table_name, CONCAT(CAST(CONVERT(table_schema USING filename) AS BINARY), '/', CAST(CONVERT(table_name USING filename) AS BINARY), '.ibd')
		FROM information_schema.tables t WHERE engine = 'InnoDB' AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND `,
	folder: `SELECT CONCAT(CAST(CONVERT(? USING filename) AS BINARY), '/any.ibd')`,
}

// ofTablespace is the database of a tablespace s that has one table t, of whose names, with "/"
// between them, only t's has each other "/" in code.
const ofTablespace = `SUBSTRING_INDEX(s.name, '/', 1 + (LENGTH(SUBSTRING_INDEX(t.name, '/', 1)) - LENGTH(REPLACE(SUBSTRING_INDEX(t.name, '/', 1), '@002f', ''))) DIV 5)`

var ofMySQL = dialect{
	behind:   true,
	shows:    true,
	byFile:   true,
	digest:   "SHA2(%s, 256)", // as of 9.6 there is no other
	position: "SHOW BINARY LOG STATUS",
	counters: `SELECT ` + ofTablespace + `, SUBSTRING(s.name FROM CHAR_LENGTH(` + ofTablespace + `) + 2), autoinc
		FROM information_schema.innodb_tablestats JOIN information_schema.innodb_tables t USING (table_id) JOIN information_schema.innodb_tablespaces s USING (space)
		WHERE autoinc > 0 AND stats_initialized = 'Initialized'`,
	writes: `SELECT (SELECT variable_value FROM performance_schema.global_status WHERE variable_name = 'Handler_write')
		- (SELECT variable_value FROM performance_schema.session_status WHERE variable_name = 'Handler_write')`,
	files: `SELECT table_name, path FROM information_schema.tables t
		JOIN information_schema.innodb_tablespaces s ON BINARY s.name = BINARY CONCAT(table_schema, '/', table_name) JOIN information_schema.innodb_datafiles USING (space) WHERE `,
	folder: `SELECT path FROM information_schema.innodb_datafiles JOIN information_schema.innodb_tablespaces USING (space) WHERE BINARY SUBSTRING_INDEX(name, '/', 1) = BINARY ? LIMIT 1`,
}

// digestOf is an expression of the digest of what another gives.
func (d dialect) digestOf(expression string) string { return fmt.Sprintf(d.digest, expression) }

// An asker answers queries.
type asker interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// dialectOf is that of a server.
func dialectOf(ctx context.Context, a asker) (d dialect, err error) {
	var version string
	if err := a.QueryRowContext(ctx, "SELECT VERSION()").Scan(&version); err != nil {
		return d, err
	}
	if strings.Contains(version, mariaDB) {
		d = ofMariaDB
		d.version = inComments(version)
		return d, nil
	}
	d = ofMySQL
	d.version = inComments(version)
	if !since(version, 8, 2) {
		d.position = ofMariaDB.position
	}
	d.mute = !since(version, 9, 6) // since then it follows foreign keys itself, not InnoDB
	knows, err := knowsMD5(ctx, a)
	if knows {
		d.digest = ofMariaDB.digest // in half the time
	}
	return d, err
}

// knowsMD5 asks for a digest, which MySQL has in a component since 9.6.
func knowsMD5(ctx context.Context, a asker) (bool, error) {
	const noDatabase, noFunction = 1046, 1305 // it looks for a function of the suite's
	var said *driver.MySQLError
	var digest string
	err := a.QueryRowContext(ctx, "SELECT MD5('')").Scan(&digest)
	if errors.As(err, &said) && (said.Number == noDatabase || said.Number == noFunction) {
		return false, nil
	}
	return err == nil, err
}

// dialect asks the server for its own.
func (a address) dialect(ctx context.Context) (d dialect, err error) {
	err = a.ask(func(db *sql.DB) error {
		d, err = dialectOf(ctx, db)
		return err
	})
	return d, err
}
