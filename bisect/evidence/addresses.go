package evidence

import (
	"regexp"
	"strings"

	"github.com/ptr-project/ptr/suite"
)

// SaysInUse reports whether a failure says that an address cannot be listened on, since that
// is done already.
func SaysInUse(failure string) bool {
	return strings.Contains(strings.ToLower(failure), "address already in use")
}

// listening is what workers say of a socket that is open, before its address.
const listening = "listening on "

// Listens tells the address that an open file is listening on: a host and its port, or the
// path of a socket.
func Listens(l suite.Leak) (address string, ok bool) {
	_, address, ok = strings.Cut(l.What, ": "+listening)
	return address, ok && l.Kind == suite.LeakFile
}

// asked is how Go says which address was wanted; Python's system calls do not.
var asked = regexp.MustCompile(`\blisten \w+ `)

// InUse is which of what was left behind listens on the address that a failure says is in use.
func InUse(failure string, left []Left) (l Left, address string, ok bool) {
	if !SaysInUse(failure) {
		return l, "", false
	}
	listen := 0
	for _, one := range left {
		at, listens := Listens(suite.Leak{Kind: suite.LeakKind(one.Thing.Kind), What: one.Thing.Name})
		if !listens {
			continue
		}
		listen++
		l, address = one, at
		if named(failure, at) {
			return l, address, true
		}
	}
	return l, address, listen == 1 && !asked.MatchString(failure)
}

// named reports whether a text has an address or its port.
func named(text, address string) bool {
	port := address[strings.LastIndexByte(address, ':')+1:]
	return regexp.MustCompile(`(?:^|\W)` + regexp.QuoteMeta(port) + `(?:\W|$)`).MatchString(text)
}
