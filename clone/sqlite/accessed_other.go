//go:build !linux

package sqlite

import "os"

// accessed tells nothing here: few systems keep times of access up to date.
func accessed(os.FileInfo) bool { return false }
