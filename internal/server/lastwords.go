package server

import (
	"regexp"
	"strings"
)

// stack is what a server of MySQL's or MariaDB's says of itself once it has crashed.
var stack = regexp.MustCompile(`(?s)\n[^\n]*got signal \d+ ?;.*`)

// unasked is a line of a server of MySQL's or MariaDB's on what goes as it should.
var unasked = regexp.MustCompile(`(?m)^.*\[(System|Note|Warning)\].*(\n|$)`)

// lastWords are the end of a log, errors alone where it has them; of a full disk the first
// line that tells of it, since all that follows is for that.
func lastWords(log string) string {
	const most = 2000 // bytes
	said := strings.TrimSpace(stack.ReplaceAllString(log, ""))
	if first := full.FindString(said); first != "" {
		return strings.TrimSpace(first)
	}
	if strings.Contains(said, "[ERROR]") {
		said = strings.TrimSpace(unasked.ReplaceAllString(said, ""))
	}
	return said[max(0, len(said)-most):]
}

// full is a line by which servers, and the programs that come with them, say that there is no
// room for what they write.
var full = regexp.MustCompile(`(?m)^.*(` + strings.Join([]string{
	"o space left on device",
	"isk is full",
	"heck free disk space",
	"could not write init file",
	"checkpoint request failed", // the reason is in a log alone for which there is no room either
	"ut of disk space",
	"failed with error 28",
	"bytes should have been written",
	"can't be opened in read-write mode", // a file that an overlay has to copy for that
	"Available space .* is not enough",
	"The table '.*' is full",
}, "|") + `).*$`)

// SaysFull reports whether that is in a text.
func SaysFull(text string) bool { return full.MatchString(text) }
