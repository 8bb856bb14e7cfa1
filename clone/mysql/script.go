package mysql

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	driver "github.com/go-sql-driver/mysql"

	"github.com/ptr-project/ptr/clone"
)

// byScript executes what a dump says, which is read once and then sent in batches:
// no program is started, and the server need not answer each statement.
func byScript(ctx context.Context, b *backend, a address, from string) (script, error) {
	all, err := b.statements(ctx, a, from, "--hex-blob")
	return script{tables: all}, err
}

// A script makes a database, by batches of statements.
type script struct {
	tables []string // and all else, unless it is below
	rows   []string // in any order, several at once
	spaces spaces   // tables whose rows come before that, as files
	rest   []string // what must not see rows come
}

// execute fills an empty database.
func (s script) execute(ctx context.Context, a address, database string) error {
	db, err := a.open(database)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := session(ctx, db, s.tables); err != nil {
		return err
	}
	if err := s.spaces.bring(ctx, db, database); err != nil {
		return err
	}
	if err := fill(ctx, db, s.rows); err != nil {
		return err
	}
	return session(ctx, db, s.rest)
}

// open opens connections to a database that take several statements at once.
func (a address) open(database string) (*sql.DB, error) {
	return connect(a.dsn(database), func(c *driver.Config) { c.MultiStatements = true })
}

// session executes batches in one session, since what a dump sets holds for what
// follows.
func session(ctx context.Context, db *sql.DB, batches []string) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	for _, batch := range batches {
		if _, err := c.ExecContext(ctx, batch); err != nil {
			return fmt.Errorf("executing what a dump says: %w", err)
		}
	}
	return nil
}

// scripts are what databases are made by. The templates that they are of never change.
type scripts struct {
	mu   sync.Mutex
	made map[string]script // by the way, and the DSN of the template
}

// of returns the script of that name. Who comes second waits for the first.
func (s *scripts) of(name string, write func() (script, error)) (script, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if made, ok := s.made[name]; ok {
		return made, nil
	}
	made, err := write()
	if err != nil {
		return script{}, err
	}
	if s.made == nil {
		s.made = map[string]script{}
	}
	s.made[name] = made
	return made, nil
}

// statements are what a dump says.
func (b *backend) statements(ctx context.Context, a address, database string, more ...string) ([]string, error) {
	args := append([]string{"--skip-comments", "--skip-add-locks", "--skip-disable-keys", "--skip-add-drop-table"}, more...)
	dump, err := b.dumping(ctx, a, database, slices.Concat(complete, args)...) // the last word counts
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	dump.Stdout = &text
	if err := clone.RunToEnd(ctx, dump); err != nil {
		return nil, err
	}
	says, err := a.dialect(ctx)
	if err != nil {
		return nil, err
	}
	return says.batches(&text)
}

// What a batch has at most.
const (
	batchStatements = 100
	batchBytes      = 1 << 20
)

// defining are statements that have a body.
var defining = regexp.MustCompile(`(?i)^(/\*!\d+ )?create\b`)

// batches are the statements of a dump, as the client of MySQL tells them apart: by a
// delimiter at the end of a line, which a line that begins with DELIMITER sets. Without
// those by which the server does nothing, which it refuses in a batch.
func (d dialect) batches(dump io.Reader) (all []string, err error) {
	var batch, statement strings.Builder
	count, delimiter := 0, ";"
	flush := func() {
		if count > 0 {
			all = append(all, batch.String())
		}
		batch.Reset()
		count = 0
	}
	for lines := bufio.NewReader(dump); ; {
		line, err := lines.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		last := err == io.EOF
		line = strings.TrimSuffix(line, "\n")
		if word, ok := strings.CutPrefix(line, "DELIMITER "); ok && statement.Len() == 0 {
			delimiter = word
			continue
		}
		text, ended := strings.CutSuffix(line, delimiter)
		statement.WriteString(text + "\n")
		if ended || last {
			s := strings.TrimSpace(statement.String())
			if d.silent(s) {
				s = ""
			}
			if statement.Reset(); s != "" {
				batch.WriteString(s)
				count++
			}
			switch {
			case s == "":
			case delimiter != ";" && defining.MatchString(s):
				flush() // a body has all up to the end, a semicolon too
			default:
				batch.WriteString(";\n")
			}
		}
		if last || count >= batchStatements || batch.Len() >= batchBytes {
			flush()
		}
		if last {
			return all, nil
		}
	}
}
