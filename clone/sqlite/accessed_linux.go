package sqlite

import (
	"os"
	"syscall"
	"time"
)

// accessed reports whether anybody has read the file since it was made to look
// unread. A file system that is mounted noatime doesn't tell.
func accessed(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && !time.Unix(stat.Atim.Unix()).Equal(longAgo())
}
