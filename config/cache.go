package config

import (
	"os"
	"path/filepath"
)

// UserCache is the folder of what serves all suites of this user.
func UserCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "ptr")
}
