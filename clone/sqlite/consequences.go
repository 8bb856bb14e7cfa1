package sqlite

import (
	"context"
	"errors"
	"strings"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/sqltext"
)

// What is asked of a schema: its triggers, and which tables foreign keys change with others.
const (
	triggersOf = `SELECT lower(tbl_name), sql FROM sqlite_master WHERE type = 'trigger'`
	cascadesOf = `SELECT lower(key."table"), lower(m.name) FROM sqlite_master m, pragma_foreign_key_list(m.name) key
		WHERE m.type = 'table' AND (key.on_delete NOT IN ('NO ACTION', 'RESTRICT') OR key.on_update NOT IN ('NO ACTION', 'RESTRICT'))`
)

// Consequences implements [clone.Consequential]. They are those of the template's schema.
func (w *watcher) Consequences(ctx context.Context) (found map[string][]string, err error) {
	c, err := open(ctx, w.template, asSnapshot)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	found = map[string][]string{}
	err = clone.Pairs(ctx, c, func(table, definition string) {
		for _, write := range sqltext.Writes(bodyOf(definition)) {
			found[table] = append(found[table], strings.ToLower(write.Target))
		}
	}, triggersOf)
	if err != nil {
		return nil, err
	}
	return found, clone.Pairs(ctx, c, func(referred, referring string) {
		found[referred] = append(found[referred], referring)
	}, cascadesOf)
}

// bodyOf is what a trigger does.
func bodyOf(definition string) string {
	if at := strings.Index(strings.ToUpper(definition), "BEGIN"); at >= 0 {
		return definition[at+len("BEGIN"):]
	}
	return ""
}
