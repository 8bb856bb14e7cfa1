package setup

import "golang.org/x/sys/unix"

// isMemory reports whether the folder dir is in memory-backed storage.
func isMemory(dir string) bool {
	var fs unix.Statfs_t
	return unix.Statfs(dir, &fs) == nil && fs.Type == unix.TMPFS_MAGIC
}
