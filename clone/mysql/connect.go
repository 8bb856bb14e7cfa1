package mysql

import (
	"database/sql"

	driver "github.com/go-sql-driver/mysql"
)

// connect opens connections by a data source name, which change, unless it is nil, may
// alter. The driver keeps to itself what it would print of broken ones: errors say it.
func connect(dsn string, change func(*driver.Config)) (*sql.DB, error) {
	c, err := driver.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	c.Logger = &driver.NopLogger{}
	if change != nil {
		change(c)
	}
	connector, err := driver.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
