package cloning

import (
	"os"
	"time"
)

// cpu is not measured here.
func cpu() time.Duration { return 0 }

// blocks is a file's size.
func blocks(info os.FileInfo) int64 { return info.Size() }
