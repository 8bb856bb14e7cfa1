//go:build unix

package main

import (
	"fmt"
	"runtime"
	"syscall"
)

// peakMemory is the most memory that this process had at a time.
func peakMemory() string {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err.Error()
	}
	bytes := int64(usage.Maxrss) * 1024
	if runtime.GOOS == "darwin" {
		bytes = int64(usage.Maxrss)
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}
