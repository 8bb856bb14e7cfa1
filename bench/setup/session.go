package setup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	_ "github.com/go-sql-driver/mysql" // what MariaDB and MySQL are reached by
	_ "github.com/mattn/go-sqlite3"    // what SQLite databases are opened by
)

// A session executes a script's statements on one connection.
type session interface {
	do(ctx context.Context, s Statement) error

	// syncs are how often the server has waited for storage since it was started, as far
	// as it counts that.
	syncs(ctx context.Context) (n int64, known bool, err error)

	// variables are the server's settings.
	variables(ctx context.Context) (map[string]string, error)

	close(ctx context.Context) error
}

// open begins a session, by saying what comes first.
func open(ctx context.Context, backend, dsn string, first []string) (s session, err error) {
	switch backend {
	case "postgres":
		s, err = openPostgres(ctx, dsn)
	case "mysql":
		s, err = openSQL(ctx, "mysql", dsn, mysqlSyncs, "SHOW GLOBAL VARIABLES")
	case "sqlite":
		const settings = `SELECT 'synchronous', synchronous FROM pragma_synchronous UNION ALL SELECT 'journal_mode', journal_mode FROM pragma_journal_mode`
		s, err = openSQL(ctx, "sqlite3", dsn, "", settings)
	default:
		err = fmt.Errorf("preparing databases of %s cannot be measured", backend)
	}
	if err != nil {
		return nil, err
	}
	for _, text := range first {
		if err := s.do(ctx, Statement{Text: text}); err != nil {
			return nil, errors.Join(err, s.close(ctx))
		}
	}
	return s, nil
}

// mysqlSyncs are those of InnoDB and, on MariaDB, of everything else. Together they are
// the calls of fdatasync(2) that a trace shows.
const mysqlSyncs = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Innodb_data_fsyncs', 'Syncs')"

// A sqlSession is one by a driver of database/sql.
type sqlSession struct {
	db       *sql.DB
	c        *sql.Conn
	counting string // a query for names and numbers; "": nothing is counted
	settings string // a query for names and values
}

func openSQL(ctx context.Context, driver, dsn, counting, settings string) (*sqlSession, error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &sqlSession{db, c, counting, settings}, nil
}

func (s *sqlSession) do(ctx context.Context, statement Statement) error {
	_, err := s.c.ExecContext(ctx, statement.Text)
	return err
}

func (s *sqlSession) syncs(ctx context.Context) (n int64, known bool, err error) {
	if s.counting == "" {
		return 0, false, nil
	}
	counts, err := s.pairs(ctx, s.counting)
	for _, text := range counts {
		one, _ := strconv.ParseInt(text, 10, 64) // they are numbers
		n += one
	}
	return n, true, err
}

func (s *sqlSession) variables(ctx context.Context) (map[string]string, error) {
	return s.pairs(ctx, s.settings)
}

// pairs are the names and values that a query finds.
func (s *sqlSession) pairs(ctx context.Context, query string) (map[string]string, error) {
	rows, err := s.c.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, rows.Err()
}

func (s *sqlSession) close(context.Context) error { return errors.Join(s.c.Close(), s.db.Close()) }
