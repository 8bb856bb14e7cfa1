package mysql

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ptr-project/ptr/clone"
)

// zoneFolder is where systems keep their time zones.
const zoneFolder = "/usr/share/zoneinfo"

// isDouble tells folders there, as some systems have them, with all zones again: by
// POSIX time, which is what everybody has, and with leap seconds, which nobody has.
// They are two thirds of all, and each server copies the table of them as it starts.
func isDouble(name string) bool { return name == "posix" || name == "right" }

// addTimeZones fills the tables that names of time zones are looked up in, if the
// system has any.
func (b *backend) addTimeZones(ctx context.Context, i *instance) error {
	if _, err := os.Stat(zoneFolder); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	installed, err := b.find()
	if err != nil {
		return err
	}
	program, err := b.program("mysql_tzinfo_to_sql", "mariadb-tzinfo-to-sql")
	if err != nil {
		return err
	}
	folder := filepath.Join(i.folder, "zones") // which goes with the socket
	if err := linkZones(folder, zoneFolder); err != nil {
		return err
	}
	zones, err := exec.CommandContext(ctx, program, folder).Output() // it warns of files that are no zones
	if err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	c, err := b.client(ctx, i.address, "mysql")
	if err != nil {
		return err
	}
	c.Stdin = bytes.NewReader(zones)
	if isMariaDB(installed) {
		c.Stdin = unlogged(zones)
	}
	return clone.RunToEnd(ctx, c)
}

// unlogged has Aria fill them without its log, which each server copies as it starts:
// 6 MB of them.
func unlogged(zones []byte) io.Reader {
	return io.MultiReader(strings.NewReader(transactional(false)), bytes.NewReader(zones), strings.NewReader(transactional(true)))
}

func transactional(on bool) string {
	value := map[bool]int{true: 1}[on]
	var b strings.Builder
	for _, table := range []string{"", "_leap_second", "_name", "_transition", "_transition_type"} {
		fmt.Fprintf(&b, "ALTER TABLE time_zone%s TRANSACTIONAL=%d;\n", table, value)
	}
	return b.String()
}

// linkZones makes a folder with all that another has, but for what [isDouble].
func linkZones(folder, of string) error {
	entries, err := os.ReadDir(of)
	if err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	for _, e := range entries {
		if isDouble(e.Name()) {
			continue
		}
		if err := os.Symlink(filepath.Join(of, e.Name()), filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
