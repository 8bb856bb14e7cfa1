package mysql

import (
	"regexp"
	"strconv"
	"strings"
)

// comment is one, or a statement for servers of some kind and version, which it is a
// comment for all others.
//
// Source: MySQL 8.0 Reference Manual, 11.7, and MariaDB's page on comments.
var comment = regexp.MustCompile(`(?s)/\*(?:(M?)!(\d{5,6})?)?.*?\*/`)

// silent reports whether all of a statement are comments to the server. A client may
// send it such by itself, but not among others.
func (d dialect) silent(statement string) bool {
	if !strings.HasPrefix(statement, "/*") {
		return false
	}
	said := comment.ReplaceAllStringFunc(statement, func(c string) string {
		if d.obeys(c) {
			return c
		}
		return ""
	})
	return strings.TrimSpace(said) == ""
}

// obeys reports whether the server does what a comment says.
func (d dialect) obeys(c string) bool {
	const lastShared, firstOwn = 50700, 100000 // of MySQL's versions, and of MariaDB's since
	if !strings.HasPrefix(c, "/*!") && !strings.HasPrefix(c, "/*M!") {
		return false
	}
	parts := comment.FindStringSubmatch(c)
	since, _ := strconv.Atoi(parts[2]) // 0 is any
	switch {
	case parts[1] == "M" && !d.mariaDB, since > d.version:
		return false
	case parts[1] == "" && d.mariaDB:
		return since < lastShared || since >= firstOwn
	}
	return true
}

// inComments is a version as a number: two digits for each part, but the first.
func inComments(version string) int {
	n := numbers(version)
	return n[0]*10000 + n[1]*100 + n[2]
}
