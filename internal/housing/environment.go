package housing

import (
	"fmt"
	"maps"
	"runtime"

	"github.com/ptr-project/ptr/clone"
)

// Placeholders are what patterns of ptr.toml can name.
func Placeholders(database clone.Values, alias string, worker int) map[string]string {
	values := map[string]string{"alias": alias, "worker": fmt.Sprint(worker)}
	maps.Copy(values, database)
	return values
}

// Temporary are the variables that name the temporary directory.
func Temporary(dir string) []string {
	if runtime.GOOS == "windows" {
		return []string{"TMP=" + dir, "TEMP=" + dir}
	}
	return []string{"TMPDIR=" + dir}
}
