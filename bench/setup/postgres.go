package setup

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A postgresSession sends statements as psql does, without preparing them.
type postgresSession struct {
	c     *pgx.Conn
	count int64 // of syncs, when it was last known
}

func openPostgres(ctx context.Context, dsn string) (*postgresSession, error) {
	c, err := pgx.Connect(ctx, dsn)
	return &postgresSession{c: c}, err
}

func (s *postgresSession) do(ctx context.Context, statement Statement) error {
	if fromStdin().MatchString(statement.Text) {
		_, err := s.c.PgConn().CopyFrom(ctx, strings.NewReader(statement.Rows), statement.Text)
		return err
	}
	_, err := s.c.PgConn().Exec(ctx, statement.Text).ReadAll()
	return err
}

// syncs are those of the write-ahead log, which servers count since version 14, and
// tell at once since 15; within a transaction, those before it.
func (s *postgresSession) syncs(ctx context.Context) (n int64, known bool, err error) {
	const telling = 15
	var major int
	_, _ = fmt.Sscanf(s.c.PgConn().ParameterStatus("server_version"), "%d", &major)
	if major < telling {
		return 0, false, nil
	}
	if s.c.PgConn().TxStatus() != 'I' {
		return s.count, true, nil
	}
	if _, err := s.c.PgConn().Exec(ctx, "SELECT pg_stat_force_next_flush()").ReadAll(); err != nil {
		return 0, false, err
	}
	err = s.c.QueryRow(ctx, "SELECT wal_sync FROM pg_stat_wal").Scan(&s.count)
	return s.count, true, err
}

func (s *postgresSession) variables(ctx context.Context) (map[string]string, error) {
	rows, err := s.c.Query(ctx, "SELECT name, setting FROM pg_settings")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	var name, value string
	_, err = pgx.ForEachRow(rows, []any{&name, &value}, func() error {
		all[name] = value
		return nil
	})
	return all, err
}

func (s *postgresSession) close(ctx context.Context) error { return s.c.Close(ctx) }
