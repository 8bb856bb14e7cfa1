//go:build unix

package scratch

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

func namePrefix() string { return "ptr-" + strconv.Itoa(os.Getuid()) + "-" }

func isMine(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}
