package clone

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// DatabaseName is the name that an alias's database has on a server: the alias
// itself, unless the server takes only names of at most longest bytes, or has
// databases of its own that are called so.
func DatabaseName(alias string, longest int, reserved ...string) string {
	if len(alias) > longest {
		sum := fmt.Sprintf("_%x", sha256.Sum256([]byte(alias)))[:17]
		return strings.ToValidUTF8(alias[:longest-len(sum)], "") + sum
	}
	if slices.Contains(reserved, strings.ToLower(alias)) {
		return alias + "_"
	}
	return alias
}
