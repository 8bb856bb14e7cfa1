package mysql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// An inventory is what a template had when it was made, of what the binary log does
// not tell.
type inventory struct {
	Tables    map[string]bool   // quoted, with their databases
	Counters  map[string]uint64 // of AUTO_INCREMENT: the next number
	Cascading []string          // tables whose rows a foreign key may change

	// Led are those tables by the ones that their foreign keys refer to.
	Led map[string][]string
}

// inventoryFile is in the template's data directory, where the server passes it over.
const inventoryFile = "ptr.json"

func readInventory(template string) (i inventory, err error) {
	text, err := os.ReadFile(filepath.Join(template, inventoryFile))
	if err == nil {
		err = json.Unmarshal(text, &i)
	}
	if err != nil {
		return i, fmt.Errorf("what the template had: %w", err)
	}
	return i, nil
}

// notOurs are the server's own databases.
const notOurs = "('mysql', 'sys', 'information_schema', 'performance_schema')"

// takeInventory notes what the server has, in a file of that name.
func (i *instance) takeInventory(ctx context.Context, file string) error {
	found := inventory{Tables: map[string]bool{}, Counters: map[string]uint64{}, Led: map[string][]string{}}
	err := i.ask(func(db *sql.DB) error {
		return errors.Join(found.tables(ctx, db), found.cascades(ctx, db))
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

func (i *inventory) tables(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT table_schema, table_name, auto_increment FROM information_schema.tables WHERE table_schema NOT IN "+notOurs)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var schema, table string
		var next sql.NullInt64
		if err := rows.Scan(&schema, &table, &next); err != nil {
			return err
		}
		name := identifier(schema) + "." + identifier(table)
		i.Tables[name] = true
		i.Counters[name] = nextNumber(next)
	}
	return rows.Err()
}

// nextNumber is that of AUTO_INCREMENT. MySQL says NULL of tables that had no row yet, as both
// servers do of those without such a column, where nothing moves it.
func nextNumber(said sql.NullInt64) uint64 {
	if !said.Valid {
		return 1
	}
	return uint64(said.Int64)
}

func (i *inventory) cascades(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT DISTINCT constraint_schema, table_name, unique_constraint_schema, referenced_table_name FROM information_schema.referential_constraints
		WHERE delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT') OR update_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var schema, table, otherSchema, other string
		if err := rows.Scan(&schema, &table, &otherSchema, &other); err != nil {
			return err
		}
		led, by := identifier(schema)+"."+identifier(table), identifier(otherSchema)+"."+identifier(other)
		i.Led[by] = append(i.Led[by], led)
		if !slices.Contains(i.Cascading, led) {
			i.Cascading = append(i.Cascading, led)
		}
	}
	return rows.Err()
}
