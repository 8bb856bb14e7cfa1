package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// initialise makes a data directory with time zones, and nobody in it but the
// superuser.
func (b *backend) initialise(ctx context.Context, d clone.DataDir) error {
	installed, err := b.find()
	if err != nil {
		return err
	}
	args, err := initialising(installed, d.Path)
	if err != nil {
		return err
	}
	p, err := b.Host.Start(ctx, server.Spec{Args: args, Env: server.Environment(), Dir: filepath.Dir(d.Path), Log: d.Log})
	if err != nil {
		return err
	}
	if err := p.Finish(ctx, d.Log); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(args[0]), err)
	}
	return b.with(ctx, d, ofPreparation, func(i *instance) error {
		return errors.Join(i.dropStrangers(ctx), b.addTimeZones(ctx, i))
	})
}

// initialising is the command that makes a data directory.
func initialising(i server.Installation, data string) ([]string, error) {
	if !isMariaDB(i) {
		args := []string{filepath.Join(i.Dir, i.Server), "--no-defaults", "--initialize-insecure", "--datadir=" + data}
		return append(args, ofPreparation(i)...), nil
	}
	program, err := i.Program("mariadb-install-db", "mysql_install_db")
	if err != nil {
		return nil, err
	}
	args := []string{
		program, "--no-defaults", "--datadir=" + data, "--skip-test-db",
		"--auth-root-authentication-method=normal", // by a socket in a folder that nobody else can open
	}
	return append(args, ofPreparation(i)...), nil
}

// dropStrangers removes the users that need no password and come from elsewhere.
func (i *instance) dropStrangers(ctx context.Context) error {
	return i.ask(func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, "SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) FROM mysql.user WHERE host <> 'localhost'")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var account string
			if err := rows.Scan(&account); err != nil {
				return err
			}
			if _, err := db.ExecContext(ctx, "DROP USER "+account); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
