// Package mysql has a goroutine for each connection, as go-sql-driver's has.
package mysql

type mysqlConn struct{}

func (c *mysqlConn) startWatcher() {
	go func() { select {} }()
}

func Connect() { new(mysqlConn).startWatcher() }
