package mysql

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/ptr-project/ptr/internal/server"
)

// product says where packages put a server.
func product() server.Product {
	return server.Product{
		Name:    "MariaDB or MySQL",
		Servers: []string{"mariadbd", "mysqld"},
		Folders: []string{
			"/usr/sbin",                                                   // Debian
			"/usr/libexec",                                                // Red Hat
			"/opt/homebrew/opt/mariadb/bin", "/usr/local/opt/mariadb/bin", // macOS
			"/opt/homebrew/opt/mysql/bin", "/usr/local/opt/mysql/bin",
			"/usr/local/mariadb/bin", "/usr/local/mysql/bin",
			`C:\Program Files\MariaDB*\bin`, `C:\Program Files\MySQL\*\bin`,
		},
		Versions: regexp.MustCompile(`\d+\.\d+\.\d+(-MariaDB)?`),
	}
}

// atLeast compares the first numbers of the version.
func atLeast(i server.Installation, major, minor int) bool {
	var is [2]int
	_, _ = fmt.Sscanf(i.Version, "%d.%d", &is[0], &is[1]) // it has matched
	return is[0] > major || is[0] == major && is[1] >= minor
}

// isMariaDB tells MariaDB, whose programs may be called mysqld, from MySQL.
func isMariaDB(i server.Installation) bool { return strings.HasSuffix(i.Version, "-MariaDB") }
