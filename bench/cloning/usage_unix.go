//go:build unix

package cloning

import (
	"os"
	"syscall"
)

// blocks is how many bytes of storage a file takes.
func blocks(info os.FileInfo) int64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int64(stat.Blocks) * 512
	}
	return info.Size()
}
