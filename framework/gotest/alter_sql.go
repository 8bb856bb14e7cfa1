package gotest

import (
	"strings"

	"github.com/ptr-project/ptr/framework/gotest/ties"
	"github.com/ptr-project/ptr/perturb"
)

// brokenTies has database/sql hand drivers other queries than it was given, where rows
// are to come in an order that does not tell them apart, keep statements waiting, and
// tell SQLite how to read.
func brokenTies() alteration {
	const (
		prepare = "func ctxDriverPrepare(ctx context.Context, ci driver.Conn, query string) (driver.Stmt, error) {"
		query   = "func ctxDriverQuery(ctx context.Context, queryerCtx driver.QueryerContext, queryer driver.Queryer, query string, nvdargs []driver.NamedValue) (driver.Rows, error) {"
		exec    = "func ctxDriverExec(ctx context.Context, execerCtx driver.ExecerContext, execer driver.Execer, query string, nvdargs []driver.NamedValue) (driver.Result, error) {"
		execute = "func ctxDriverStmtExec(ctx context.Context, si driver.Stmt, nvdargs []driver.NamedValue) (driver.Result, error) {"
		stmt    = "func ctxDriverStmtQuery(ctx context.Context, si driver.Stmt, nvdargs []driver.NamedValue) (driver.Rows, error) {"
	)
	return alteration{
		importPath: "database/sql", serves: []string{perturb.Ties, perturb.Delays, perturb.Unordered, perturb.Disk},
		changes: []change{
			{"sql.go", "func OpenDB(c driver.Connector) *DB {", "func OpenDB(c driver.Connector) *DB { c = ptrzzConnected{c}"},
			{"sql.go", "		err = tx.txi.Commit()", "		ptrzzCommits(tx.dc.ci); err = tx.txi.Commit()"},
			{"ctxutil.go", prepare, renamed(prepare)},
			{"ctxutil.go", query, renamed(query)},
			{"ctxutil.go", stmt, renamed(stmt)},
			{"ctxutil.go", exec, renamed(exec)},
			{"ctxutil.go", execute, renamed(execute)},
		},
		added: func() (map[string][]byte, error) {
			rewriting, err := ties.Sources("sql")
			if err != nil {
				return nil, err
			}
			files, err := feedFiles(map[string]string{
				"zz_ptr_ties.go": "feed/sql_ties.go.txt", "zz_ptr_ties_rows.go": "feed/sql_ties_rows.go.txt",
				"zz_ptr_delays.go": "feed/sql_delays.go.txt", "zz_ptr_disk.go": "feed/sql_disk.go.txt", "zz_ptr_connect.go": "feed/sql_connect.go.txt",
			})
			for name, source := range rewriting {
				files["zz_ptr_ties_"+name] = source
			}
			return files, err
		},
	}
}

// renamed gives the function that a line declares another name.
func renamed(line string) string { return strings.Replace(line, "func ctx", "func ptrzzCtx", 1) }
