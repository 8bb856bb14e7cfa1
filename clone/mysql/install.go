package mysql

import (
	"fmt"
	"regexp"
	"slices"
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
func atLeast(i server.Installation, major, minor int) bool { return since(i.Version, major, minor) }

// since compares the numbers of a version.
func since(version string, wanted ...int) bool {
	return slices.Compare(numbers(version), wanted) >= 0
}

// numbers are the three that a version begins with.
func numbers(version string) []int {
	is := make([]int, 3)
	_, _ = fmt.Sscanf(version, "%d.%d.%d", &is[0], &is[1], &is[2])
	return is
}

// mariaDB is what its versions end in.
const mariaDB = "-MariaDB"

// isMariaDB tells MariaDB, whose programs may be called mysqld, from MySQL.
func isMariaDB(i server.Installation) bool { return strings.HasSuffix(i.Version, mariaDB) }
