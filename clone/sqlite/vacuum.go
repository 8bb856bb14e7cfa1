package sqlite

import "context"

// vacuum lets SQLite write a compact copy. It does not carry free pages and the
// order of pages, and promises nothing about the row IDs of tables that have no
// INTEGER PRIMARY KEY. See https://www.sqlite.org/lang_vacuum.html
func vacuum(ctx context.Context, template snapshot, path string) error {
	from, err := open(ctx, template.path, asSnapshot)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := from.exec(ctx, "PRAGMA synchronous=OFF"); err != nil {
		return err
	}
	if _, err := from.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	return adoptWAL(ctx, template, path)
}
