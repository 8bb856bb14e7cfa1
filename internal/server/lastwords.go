package server

import (
	"regexp"
	"strings"
)

// stack is what a server of MySQL's or MariaDB's says of itself once it has crashed.
var stack = regexp.MustCompile(`(?s)\n[^\n]*got signal \d+ ?;.*`)

// unasked is a line of a server of MySQL's or MariaDB's on what goes as it should.
var unasked = regexp.MustCompile(`(?m)^.*\[(System|Note|Warning)\].*(\n|$)`)

// lastWords are the end of a log, errors alone where it has them. What it says of a full disk comes first, since servers of
// MySQL go on for a while, and then crash.
func lastWords(log string) string {
	const most = 2000 // bytes
	said := strings.TrimSpace(stack.ReplaceAllString(log, ""))
	first := full.FindString(said)
	if strings.Contains(said, "[ERROR]") {
		said = strings.TrimSpace(unasked.ReplaceAllString(said, ""))
	}
	said = said[max(0, len(said)-most):]
	if first == "" || strings.Contains(said, first) {
		return said
	}
	return first + "\n…" + said
}

// full is a line by which servers, and the programs that come with them, say that there is no
// room for what they write. Of a checkpoint PostgreSQL tells the reason in its log alone, for
// which there is no room then either; and MySQL does not tell why it cannot open a file that
// an overlay has to copy for that.
var full = regexp.MustCompile(`(?m)^.*(o space left on device|isk is full|ut of disk space|failed with error 28|could not write init file|heck free disk space|can't be opened in read-write mode|checkpoint request failed|bytes should have been written|Available space .* is not enough|The table '.*' is full).*$`)

// SaysFull reports whether that is in a text.
func SaysFull(text string) bool { return full.MatchString(text) }
