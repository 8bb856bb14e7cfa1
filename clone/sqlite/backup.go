package sqlite

import "context"

// backup copies page by page by SQLite's online backup. It carries everything;
// only counters of page 1 differ.
func backup(ctx context.Context, template snapshot, path string) error {
	return fromSnapshot(ctx, template, path, func(from, to connection) error {
		return copyPages(ctx, to.Conn, from.Conn)
	})
}
